/** The OpenTelemetry SDK that register.ts started, and its shutdown, which exports the remaining spans. */
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

/** Turns off the instrumentations of requests and calls, for a process that makes those spans by request-spans.ts. */
export function traceRequestsByHand(): void {
  for (const one of automatic) if (/-(http|koa|undici)$/.test(one.instrumentationName)) one.disable();
}

/** Exports the remaining spans, for at most three seconds; never throws. To be called last when a process stops. */
export async function shutdownTracing(limitMs: number = FLUSH_LIMIT_MS): Promise<void> {
  const sdk = running;
  running = undefined;
  if (sdk) await pTimeout(sdk.shutdown(), { milliseconds: limitMs, message: false }).catch(() => undefined);
}
