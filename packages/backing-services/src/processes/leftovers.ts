/** Keeps a record of every process we start, so that what a killed run left behind can be ended and nothing else ever is. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '../expected-error.ts';

export type StopSignal = 'SIGTERM' | 'SIGINT';
export type ProcessIdentity = { pid: number; started: string };
export type ProcessRecord = ProcessIdentity & { name: string; stop_signal: StopSignal; stop_last: boolean; owner: ProcessIdentity };
type Recorded = { pid: number; stopSignal?: StopSignal | undefined; stopLast?: boolean | undefined };
type RecordStatus = 'leftover' | 'in_use' | 'gone';
type StartTimeOf = (pid: number) => string | undefined;

const STOP_LIMIT_MS = 15_000;
const KILL_LIMIT_MS = 5_000;

export async function recordProcess(runDirectory: string, name: string, pid: number): Promise<void> {
  writeRecord(runDirectory, name, { pid });
}

export async function forgetProcess(runDirectory: string, name: string): Promise<void> {
  rmSync(recordFile(runDirectory, name), { force: true });
}

export async function endLeftovers(runDirectory: string): Promise<number> {
  const records = readRecords(runDirectory);
  const inUse = records.find((record) => statusOf(record, startTimeOf) === 'in_use' && record.owner.pid !== process.pid);
  if (inUse) throw new ExpectedError(`The catalog is already running here (process ${inUse.owner.pid}): stop that one first (Ctrl-C).`);
  const leftovers = records.filter((record) => statusOf(record, startTimeOf) === 'leftover');
  for (const last of [false, true]) await Promise.all(leftovers.filter((record) => record.stop_last === last).map(endProcess));
  for (const record of records) {
    if (statusOf(record, startTimeOf) !== 'in_use') await forgetProcess(runDirectory, record.name);
  }
  return leftovers.length;
}

/** Synchronous, so that none of our processes ever runs unrecorded. */
export function writeRecord(runDirectory: string, name: string, { pid, stopSignal = 'SIGTERM', stopLast = false }: Recorded): void {
  const started = startTimeOf(pid) ?? '';
  const record: ProcessRecord = { name, pid, started, stop_signal: stopSignal, stop_last: stopLast, owner: thisProcess() };
  const file = recordFile(runDirectory, name);
  mkdirSync(runDirectory, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}

/** The system reuses process ids, so a process counts as the recorded one only if its start time matches too. */
export function statusOf(record: ProcessRecord, startTime: StartTimeOf): RecordStatus {
  if (!isStillRunning(record, startTime)) return 'gone';
  return isStillRunning(record.owner, startTime) ? 'in_use' : 'leftover';
}

export function isStillRunning({ pid, started }: ProcessIdentity, startTime: StartTimeOf = startTimeOf): boolean {
  return started !== '' && startTime(pid) === started;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, started: startTimeOf(process.pid) ?? '' };
}

export function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return startTimeInStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** In /proc/<pid>/stat the program's name is in brackets and may contain spaces and brackets, so fields are counted after the last bracket. */
export function startTimeInStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group: the process leads none, or has ended.
    }
  }
}

async function endProcess(record: ProcessRecord): Promise<void> {
  try {
    process.kill(record.pid, record.stop_signal);
  } catch {
    return;
  }
  if (await isGoneWithin(record, STOP_LIMIT_MS)) return;
  signalGroup(record.pid, 'SIGKILL');
  if (await isGoneWithin(record, KILL_LIMIT_MS)) return;
  throw new ExpectedError(`Process ${record.pid} (${record.name}) of an earlier run cannot be ended: end it by hand.`);
}

async function isGoneWithin(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await pause(50)) {
    if (!isStillRunning(identity)) return true;
  }
  return !isStillRunning(identity);
}

function readRecords(runDirectory: string): ProcessRecord[] {
  return namesOfRecords(runDirectory).flatMap((file) => {
    try {
      return [JSON.parse(readFileSync(join(runDirectory, file), 'utf8')) as ProcessRecord];
    } catch {
      return [];
    }
  });
}

function namesOfRecords(runDirectory: string): string[] {
  try {
    return readdirSync(runDirectory).filter((file) => file.endsWith('.process.json'));
  } catch {
    return [];
  }
}

function recordFile(runDirectory: string, name: string): string {
  return join(runDirectory, `${name}.process.json`);
}
