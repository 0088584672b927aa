/** Tells when a person, the system or the end of our starter asks us to stop; asking again changes nothing. */

const PARENT_CHECK_MS = 500;

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

// Once npm has been killed, no Ctrl-C can reach us any more.
function endWithNpm(stop: (reason: string) => void): void {
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) stop('npm has gone'); }, PARENT_CHECK_MS).unref();
}
