/** Runs a service: starts what main.ts wires, waits for SIGTERM or SIGINT, then stops everything in reverse order within a limit. */
import { log, shutdownTracing, startProcessMetrics } from '@catalog/observability';
import { BadEnvironment } from './environment.ts';
import { serveMetrics } from './serve-metrics.ts';

const STOP_LIMIT_MS = 20_000;
const LINGER_LIMIT_MS = 2_000;

/** `start` registers on `resources` whatever needs stopping. */
export async function runService(start: (resources: AsyncDisposableStack) => Promise<void>): Promise<void> {
  const resources = new AsyncDisposableStack();
  resources.defer(shutdownTracing);
  startProcessMetrics();
  const asked = terminationAsked();
  try {
    await Promise.race([serveMetrics(resources).then(() => start(resources)), asked]);
    log.info('Stopping', { signal: await asked });
  } catch (error) {
    process.exitCode = 1;
    log.error('Could not start', error instanceof BadEnvironment ? { reason: error.message } : { error });
  }
  setTimeout(() => {
    log.error('Did not stop in time', { limit_ms: STOP_LIMIT_MS });
    process.exit(1);
  }, STOP_LIMIT_MS).unref();
  await resources.disposeAsync();
  log.info('Stopped');
  // What was still starting at the signal is not registered; it must not keep the process alive.
  setTimeout(() => {
    log.warn('Ended what kept the process alive', { resources: process.getActiveResourcesInfo() });
    process.exit();
  }, LINGER_LIMIT_MS).unref();
}

const terminationAsked = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });
