/** The OpenTelemetry SDK of this process, as register.ts starts it, and the way to end it so that no finished span is lost. */
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { NodeSDK } from '@opentelemetry/sdk-node';
import pTimeout from 'p-timeout';

const FLUSH_LIMIT_MS = 3000;

let running: NodeSDK | undefined;
let automatic: readonly Instrumentation[] = [];

export function keepForShutdown(sdk: NodeSDK, instrumentations: readonly Instrumentation[]): void {
  running = sdk;
  automatic = instrumentations;
}

/** For a process that makes the spans of its requests and calls itself (see request-spans.ts): nothing makes them beside it any more. */
export function traceRequestsByHand(): void {
  for (const one of automatic) if (/-(http|koa|undici)$/.test(one.instrumentationName)) one.disable();
}

/** Sends what is left, for at most three seconds; never throws. To be called last on the way out. */
export async function shutdownTracing(limitMs: number = FLUSH_LIMIT_MS): Promise<void> {
  const sdk = running;
  running = undefined;
  if (sdk) await pTimeout(sdk.shutdown(), { milliseconds: limitMs, message: false }).catch(() => undefined);
}
