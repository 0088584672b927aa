/** Aborts a signal when a person, the system or the end of npm asks us to stop. */
import { readFileSync } from 'node:fs';

const NPM_CHECK_MS = 500;

export class StopRequested extends Error {}

/** Aborts with StopRequested, once. SIGINT, SIGTERM and SIGHUP then no longer end the process by themselves. */
export function stopRequest(): AbortSignal {
  const stopped = new AbortController();
  const stop = (reason: string) => stopped.abort(new StopRequested(reason));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  // Writing to a closed terminal must not prevent an orderly stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  endWithNpm(stop);
  return stopped.signal;
}

/** Stops when npm was killed, because Ctrl-C no longer reaches us then: npm's child has got another parent. */
function endWithNpm(stop: (reason: string) => void): void {
  const started = startedByNpm();
  if (started === undefined) return;
  const npm = parentOf(started);
  setInterval(() => {
    if (parentOf(started) !== npm) stop('npm has gone');
  }, NPM_CHECK_MS).unref();
}

/** The process that npm itself started: we, or a shell above us. */
function startedByNpm(): number | undefined {
  if (!process.env['npm_lifecycle_event']) return undefined;
  for (let pid = process.pid; pid > 1;) {
    const parent = parentOf(pid);
    if (parent === undefined) return undefined;
    if (nameOf(parent).startsWith('npm')) return pid;
    pid = parent;
  }
  return undefined;
}

/** From /proc/<pid>/stat: state and parent follow the last bracket of the program's name, which may contain any character. */
const parentOf = (pid: number): number | undefined => Number(/.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1]) || undefined;

const nameOf = (pid: number): string => read(`/proc/${pid}/comm`);

/** Empty if there is no such process, or no /proc. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
