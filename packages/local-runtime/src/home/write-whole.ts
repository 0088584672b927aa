/** Writes a file atomically, readable by its owner only. */
import { rename, writeFile } from 'node:fs/promises';

export async function writeWhole(file: string, content: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, content, { mode: 0o600 });
  await rename(partial, file);
}
