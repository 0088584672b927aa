/**
 * `npm run generate`: writes what has to be a file though the manifest of services says it; with --check only compares, and ends with 1 if
 * one is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { generatedFiles } from './generated-files.ts';

const root = new URL('../../', import.meta.url);

for (const [path, textFrom] of Object.entries(generatedFiles)) {
  const file = new URL(path, root);
  const current = await readFile(file, 'utf8');
  const text = textFrom(current);
  if (!process.argv.includes('--check')) await writeFile(file, text);
  else if (current !== text) {
    console.error(`${path} is not what the manifest of services says: run "npm run generate"`);
    process.exitCode = 1;
  }
}
