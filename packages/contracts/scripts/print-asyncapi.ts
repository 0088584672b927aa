/** Writes asyncapi.yaml from the schemas and the examples of the events; with --check only compares and exits 1 when they differ. */
import { readFile, writeFile } from 'node:fs/promises';
import { asyncApiText } from './asyncapi-text.ts';

const file = new URL('../asyncapi.yaml', import.meta.url);
const printed = await asyncApiText();
if (!process.argv.includes('--check')) await writeFile(file, printed);
else if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
  process.stderr.write('asyncapi.yaml is not what the schemas say: run "npm run asyncapi"\n');
  process.exitCode = 1;
}
