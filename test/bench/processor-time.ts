/** The processor time of processes, which says what work costs even on a busy machine. Linux only. */
import { readFile } from 'node:fs/promises';

/** Name → process id. */
export type Processes = Record<string, number>;

const MS_PER_TICK = 10;

/** Milliseconds each has used while `work` ran. */
export async function processorTime(processes: Processes, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await usedBy(processes);
  await work();
  const after = await usedBy(processes);
  return Object.fromEntries(Object.keys(processes).map((name) => [name, (after[name] ?? NaN) - (before[name] ?? NaN)]));
}

async function usedBy(processes: Processes): Promise<Record<string, number>> {
  return Object.fromEntries(await Promise.all(Object.entries(processes).map(async ([name, pid]) => [name, await used(pid)] as const)));
}

/** User and system time stand after the name, which is in brackets and may have spaces. */
async function used(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
