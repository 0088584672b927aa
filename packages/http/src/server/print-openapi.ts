/**
 * Writes openapi.json of the service in whose folder it runs, from its src/api.ts; with --check it only compares: exits 1 if they differ.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openApiOf } from './openapi/index.ts';
import type { Api } from './api/index.ts';

const { api } = (await import(pathToFileURL(resolve('src/api.ts')).href)) as { api: Api };
const printed = `${JSON.stringify(openApiOf(api), null, 2)}\n`;
if (!process.argv.includes('--check')) await writeFile('openapi.json', printed);
else if ((await readFile('openapi.json', 'utf8').catch(() => '')) !== printed) {
  process.stderr.write('openapi.json is not what src/api.ts says: run "npm run openapi"\n');
  process.exitCode = 1;
}
