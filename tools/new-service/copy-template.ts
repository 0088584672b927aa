/** Copies a template, with the new names in the place of `gadget`, in paths and in texts. */
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Names } from './names.ts';

const TEMPLATE_PORT = '8099';

export async function copyTemplate(from: URL, to: URL, { names, port }: { names: Names; port: number }): Promise<void> {
  const folder = fileURLToPath(from);
  for (const entry of globSync('**', { cwd: folder, withFileTypes: true }).filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const copy = join(fileURLToPath(to), renamed(file.slice(folder.length), names));
    await mkdir(dirname(copy), { recursive: true });
    await writeFile(copy, renamed(await readFile(file, 'utf8'), names).replaceAll(TEMPLATE_PORT, String(port)));
  }
}

const renamed = (text: string, { thing, things }: Names): string =>
  [
    ['gadgets', things],
    ['gadget', thing],
  ].reduce((before, [word, name]) => before.replaceAll(word!, name!).replaceAll(capital(word!), capital(name!)), text);

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
