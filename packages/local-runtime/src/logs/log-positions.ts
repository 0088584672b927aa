/** How far each service's log has been shipped, kept in a file so that the next start goes on from there. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogPosition } from './log-lines.ts';
import { writeWhole } from '../home/index.ts';

/** With the time of the last line that had one. */
export type Shipped = LogPosition & { timestamp: string };
export type LogPositions = Partial<Record<string, Shipped>>;

/** Without a file, or with one that cannot be read, all there is will be shipped again, which changes nothing that is there. */
export const readPositions = (file: string): Promise<LogPositions> =>
  readFile(file, 'utf8').then((text) => JSON.parse(text) as LogPositions).catch(() => ({}));

export async function writePositions(file: string, positions: LogPositions): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, `${JSON.stringify(positions, null, 2)}\n`);
}
