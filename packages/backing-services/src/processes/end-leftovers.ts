/** Ends the processes that a killed run left running, and no others; refuses while their launcher still runs. */
import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '../expected-error.ts';
import { isStillRunning, type ProcessIdentity, type StartTimeOf, startTimeOf } from './process-identity.ts';
import { forgetProcess, type ProcessRecord, readRecords } from './process-records.ts';
import { signalGroup } from './signal-group.ts';

type RecordStatus = 'leftover' | 'in_use' | 'gone';

const STOP_LIMIT_MS = 15_000;
const KILL_LIMIT_MS = 5_000;

/** Resolves to how many were ended. */
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

export function statusOf(record: ProcessRecord, startTime: StartTimeOf): RecordStatus {
  if (!isStillRunning(record, startTime)) return 'gone';
  return isStillRunning(record.owner, startTime) ? 'in_use' : 'leftover';
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
