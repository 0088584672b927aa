/** Tells when a person, the system or the end of npm asks us to stop; asking again changes nothing. */
import { readFileSync } from 'node:fs';

const NPM_CHECK_MS = 500;

export class StopRequested extends Error {}

/** Aborted with StopRequested. From then on the process no longer ends by these signals alone. */
export function stopRequest(): AbortSignal {
  const asked = new AbortController();
  const stop = (reason: string) => asked.abort(new StopRequested(reason));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  // A terminal that was closed must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  endWithNpm(stop);
  return asked.signal;
}

// Once npm has been killed, no Ctrl-C can reach us any more. What npm started then gets another parent.
function endWithNpm(stop: (reason: string) => void): void {
  const started = startedByNpm();
  if (started === undefined) return;
  const npm = parentOf(started);
  setInterval(() => { if (parentOf(started) !== npm) stop('npm has gone'); }, NPM_CHECK_MS).unref();
}

/** Of us and our ancestors the one that is npm's own child: there may be a shell in between. */
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

// The program's name stands in brackets and may hold any character; after the last bracket come the state and the parent.
const parentOf = (pid: number): number | undefined => Number(/.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1]) || undefined;

const nameOf = (pid: number): string => read(`/proc/${pid}/comm`);

/** Empty where there is no such process, or no such file system. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
