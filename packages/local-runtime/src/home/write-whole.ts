/** Writes a file that only its owner can read, so that a reader sees either the old or the new content, never half of it. */
import { rename, writeFile } from 'node:fs/promises';

export async function writeWhole(file: string, content: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, content, { mode: 0o600 });
  await rename(partial, file);
}
