/** `npm start`: exits with 0, or with 1 and a message that says what to do. */
import { ExpectedError } from '@catalog/backing-services';
import { CatalogRefusal, CatalogUnreachable } from '@catalog/catalog-client';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, stopRequest, StopRequested, usage, startOptionsFrom } from './command/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const home = resolve(process.env['CATALOG_HOME'] ?? join(root, '.catalog'));

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = startOptionsFrom(process.argv.slice(2));
    if (options.help) console.log(usage);
    else await run(options, { home, portBase: portBase(), stopRequested: stopRequest() });
    return 0;
  } catch (error) {
    if (error instanceof StopRequested) return 0;
    console.error(`\n${sentenceFor(error)}`);
    return 1;
  }
}

function portBase(): number {
  const base = Number(process.env['CATALOG_PORT_BASE'] ?? 8000);
  if (Number.isInteger(base) && base > 0 && base < 65_000) return base;
  throw new ExpectedError(`CATALOG_PORT_BASE must be a port number below 65000, not "${process.env['CATALOG_PORT_BASE']}".`);
}

/** Any other error is a bug, for which the stack is the best explanation. */
function sentenceFor(error: unknown): string {
  if (error instanceof ExpectedError || error instanceof CatalogRefusal || error instanceof CatalogUnreachable) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOSPC') return 'The disk is full: free some space (about 1 GB is needed) and start again.';
  return error.stack ?? error.message;
}
