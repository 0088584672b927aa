/** Stores how far each log has been shipped, so that the next start continues there. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogPosition } from './log-lines.ts';
import { writeWhole } from '../home/index.ts';

/** `timestamp` is that of the last line that had one. */
export type Shipped = LogPosition & { timestamp: string };
export type LogPositions = Partial<Record<string, Shipped>>;

/** Without a readable file everything is shipped again, which is harmless: a line always becomes the same document. */
export const readPositions = (file: string): Promise<LogPositions> =>
  readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as LogPositions)
    .catch(() => ({}));

export async function writePositions(file: string, positions: LogPositions): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, `${JSON.stringify(positions, null, 2)}\n`);
}
