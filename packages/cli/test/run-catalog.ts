/** Runs the `catalog` command as a process, and tells what it said and how it ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type Ended = { code: number | null; stdout: string; stderr: string };

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export async function runCatalog(words: string[], environment: Record<string, string>, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...words], { env: { ...process.env, ...environment } });
  child.stdin.end(input);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
