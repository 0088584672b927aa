/** The options of `npm start`; an unknown one is refused with the usage. */
import { ExpectedError } from '@catalog/backing-services';
import { parseArgs } from 'node:util';

export type StartOptions = { once: boolean; fresh: boolean; onlyServers: boolean; help: boolean };

export const usage = `Usage: npm start [-- <option>…]

  (none)         start everything, load the sample catalog, run until Ctrl-C
  --once         the same without the web pages, then walk through the demo journey, stop everything and exit
  --fresh        forget all data first
  --only=infra   start only the servers, and write each service's .env so that you can run it by hand
  --help         show this`;

export function startOptionsFrom(args: readonly string[]): StartOptions {
  const { once = false, fresh = false, only, help = false } = parsed(args);
  if (only !== undefined && only !== 'infra') throw refused(`--only knows "infra", not "${only}".`);
  if (only !== undefined && once) throw refused('--once needs the services, which --only=infra leaves out.');
  return { once, fresh, onlyServers: only !== undefined, help };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

const refused = (reason: string): ExpectedError => new ExpectedError(`${reason}\n\n${usage}`);

const options = {
  once: { type: 'boolean' },
  fresh: { type: 'boolean' },
  only: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
