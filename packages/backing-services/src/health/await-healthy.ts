/** Polls a health check until it passes; fails after a time limit, and at once if the process behind it has ended. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ManagedProcess } from '../processes/index.ts';
import { fullDiskError, mentionsFullDisk, ExpectedError } from '../expected-error.ts';

export type HealthWait = {
  name: string;
  check: () => Promise<boolean>;
  process?: ManagedProcess | undefined;
  limitMs?: number;
  signal?: AbortSignal | undefined;
};

const DEFAULT_LIMIT_MS = 120_000;
const POLL_MS = 100;
const SHOWN_LINES = 15;

export async function awaitHealthy({ name, check, process, limitMs = DEFAULT_LIMIT_MS, signal }: HealthWait): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await pause(POLL_MS)) {
    signal?.throwIfAborted();
    if (process?.ended()) throw endedTooSoon(name, process);
    if (await check().catch(() => false)) return;
  }
  const seen = process ? ` Its log, ${process.log}, ends with:\n${process.lastLines(SHOWN_LINES).join('\n')}` : '';
  throw new ExpectedError(`${name} was not healthy within ${Math.round(limitMs / 1000)} s.${seen}`);
}

function endedTooSoon(name: string, process: ManagedProcess): ExpectedError {
  const exit = process.ended();
  const lines = process.lastLines(SHOWN_LINES);
  if (lines.some(mentionsFullDisk)) return fullDiskError();
  const how = exit?.error?.message ?? (exit?.signal ? `signal ${exit.signal}` : `code ${exit?.code}`);
  return new ExpectedError(`${name} ended while starting (${how}). Its log, ${process.log}, ends with:\n${lines.join('\n')}`);
}
