/** Writes values.schema.json of every chart; with --check only compares, and ends with 1 if one differs. */
import { readFile, writeFile } from 'node:fs/promises';
import { schemas } from './all-schemas.ts';

for (const [chart, schema] of Object.entries(schemas)) {
  const file = new URL(`../${chart}/values.schema.json`, import.meta.url);
  const printed = `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }, null, 2)}\n`;
  if (!process.argv.includes('--check')) await writeFile(file, printed);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
    process.stderr.write(`charts/${chart}/values.schema.json is not what charts/schemas says: run "npm run charts:schemas"\n`);
    process.exitCode = 1;
  }
}
