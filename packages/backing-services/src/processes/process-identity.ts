/** Identifies a process by its id and start time, because the system reuses ids. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type ProcessIdentity = { pid: number; started: string };
export type StartTimeOf = (pid: number) => string | undefined;

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, started: startTimeOf(process.pid) ?? '' };
}

export function isStillRunning({ pid, started }: ProcessIdentity, startTime: StartTimeOf = startTimeOf): boolean {
  return started !== '' && startTime(pid) === started;
}

export function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return startTimeInStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** In /proc/<pid>/stat the program's name is in brackets and may contain some itself, so fields are counted after the last one. */
export function startTimeInStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}
