/** Runs a program as a recorded process with its own process group and log file, and stops it reliably. */
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pTimeout from 'p-timeout';
import { forgetProcess, type StopSignal, writeRecord } from './process-records.ts';
import { signalGroup } from './signal-group.ts';

export type SpawnOptions = {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
  runDirectory: string;
  stopSignal?: StopSignal;
  /** Stopped after the others, which use it until they end. */
  stopLast?: boolean;
  uid?: number;
  gid?: number;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null; error?: Error };

export type ManagedProcess = {
  name: string;
  pid: number;
  log: string;
  stopLast: boolean;
  exited: Promise<Exit>;
  ended(): Exit | undefined;
  lastLines(count: number): string[];
  stop(): Promise<void>;
};

const STOP_LIMIT_MS = 15_000;
const KILL_LIMIT_MS = 5_000;
const TAIL_BYTES = 64 * 1024;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export function spawnManaged(options: SpawnOptions): ManagedProcess {
  const { name, logFile, runDirectory, stopSignal = 'SIGTERM', stopLast = false } = options;
  const { child, logStart } = launch(options);
  const pid = child.pid ?? 0;
  if (pid > 0) writeRecord(runDirectory, name, { pid, stopSignal, stopLast });
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  }).then(async (result) => {
    exit = result;
    await forgetProcess(runDirectory, name);
    return result;
  });
  return {
    name,
    pid,
    log: logFile,
    stopLast,
    exited,
    ended: () => exit,
    lastLines: (count) => lastLinesOf(logFile, logStart, count),
    stop: () => stop({ pid, exited, signal: stopSignal, ended: () => exit !== undefined }),
  };
}

function launch({ command, args, env, cwd, logFile, uid, gid }: SpawnOptions) {
  mkdirSync(dirname(logFile), { recursive: true });
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.old`);
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      ...(env && { env }),
      ...(cwd && { cwd }),
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
    return { child, logStart: fstatSync(log).size };
  } finally {
    closeSync(log);
  }
}

type Stopping = { pid: number; exited: Promise<Exit>; signal: StopSignal; ended: () => boolean };

async function stop({ pid, exited, signal, ended }: Stopping): Promise<void> {
  if (ended() || pid === 0) return;
  process.kill(pid, signal);
  if (await settlesWithin(exited, STOP_LIMIT_MS)) return;
  signalGroup(pid, 'SIGKILL');
  await settlesWithin(exited, KILL_LIMIT_MS);
}

const settlesWithin = (promise: Promise<unknown>, milliseconds: number): Promise<boolean> =>
  pTimeout(
    promise.then(() => true),
    { milliseconds, fallback: () => false },
  );

function lastLinesOf(logFile: string, from: number, count: number): string[] {
  const log = openSync(logFile, 'r');
  try {
    const { size } = fstatSync(log);
    const start = Math.max(from, size - TAIL_BYTES);
    const tail = Buffer.alloc(Math.max(0, size - start));
    readSync(log, tail, 0, tail.length, start);
    return tail
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-count);
  } finally {
    closeSync(log);
  }
}
