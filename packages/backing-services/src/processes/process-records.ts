/** Keeps a file for each process that we start, so that a later run can find what a killed one left running. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessIdentity, startTimeOf, thisProcess } from './process-identity.ts';

export type StopSignal = 'SIGTERM' | 'SIGINT';
export type ProcessRecord = ProcessIdentity & { name: string; stop_signal: StopSignal; stop_last: boolean; owner: ProcessIdentity };
type Recorded = { pid: number; stopSignal?: StopSignal | undefined; stopLast?: boolean | undefined };

export async function recordProcess(runDirectory: string, name: string, pid: number): Promise<void> {
  writeRecord(runDirectory, name, { pid });
}

export async function forgetProcess(runDirectory: string, name: string): Promise<void> {
  rmSync(recordFile(runDirectory, name), { force: true });
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

export function readRecords(runDirectory: string): ProcessRecord[] {
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
