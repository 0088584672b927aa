/** The context of the request, event or saga task being worked on, by AsyncLocalStorage: its correlation id and its deadline. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type Span, trace } from '@opentelemetry/api';

export type RequestContext = {
  correlation_id: string;
  /** By performance.now(): when the caller stops waiting. To be deleted once the answer is sent, since later work has no such limit. */
  deadline?: number | undefined;
};

const storage = new AsyncLocalStorage<{ context: RequestContext; entrySpan: Span | undefined }>();

/** The active span gets the correlation id as a tag, so that traces can be searched by it. */
export function withContext<T>(context: RequestContext, work: () => T): T {
  const entrySpan = trace.getActiveSpan();
  entrySpan?.setAttribute('correlation_id', context.correlation_id);
  return storage.run({ context, entrySpan }, work);
}

/** The current correlation id, or a new one where there is none. */
export const currentCorrelationId = (): string => storage.getStore()?.context.correlation_id ?? randomUUID();

/** The current correlation id, for the log, which makes up none. */
export const correlationIdIfAny = (): string | undefined => storage.getStore()?.context.correlation_id;

/** How many milliseconds the caller still waits, at least 0; Infinity where there is no deadline. */
export const millisecondsLeft = (): number => Math.max(0, (storage.getStore()?.context.deadline ?? Infinity) - performance.now());

/** Renames the span that was active when the context was entered, which is the request's, once the route is known. */
export function nameSpan(name: string): void {
  entrySpan()?.updateName(name);
}

/** Adds a tag to that span, to be searched by. */
export function tagSpan(name: string, value: string): void {
  entrySpan()?.setAttribute(name, value);
}

const entrySpan = (): Span | undefined => storage.getStore()?.entrySpan ?? trace.getActiveSpan();
