/** Runs all starts in parallel; if one fails or the caller aborts, stops whatever was started. */
import type { BackingServices, Server, ServerName } from './server.ts';

type Together = {
  signal: AbortSignal | undefined;
  begin: (signal: AbortSignal) => Promise<Map<ServerName, Promise<Server>>>;
  stop: () => Promise<void>;
};

export async function startTogether({ signal: callers, begin, stop }: Together): Promise<BackingServices> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(callers ? [callers] : [])]);
  const starts = [...(await begin(signal)).values()];
  for (const start of starts) start.catch((error: unknown) => failed.abort(error));
  // Everything can be stopped reliably only when no start is in progress any more.
  await Promise.allSettled(starts);
  if (signal.aborted) {
    await stop();
    throw signal.reason;
  }
  const servers = Object.fromEntries((await Promise.all(starts)).map((server) => [server.name, server]));
  let stopped: Promise<void> | undefined;
  return { servers: servers as BackingServices['servers'], stop: () => (stopped ??= stop()) };
}
