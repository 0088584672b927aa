/** The request, event or saga task being worked on: its context follows every await and always has a correlation id. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type Span, trace } from '@opentelemetry/api';

export type RequestContext = {
  correlation_id: string;
  /** By performance.now(): when whoever asked stops waiting. To be taken away once they are answered: what goes on after that has no such limit. */
  deadline?: number | undefined;
};

const storage = new AsyncLocalStorage<{ context: RequestContext; entrySpan: Span | undefined }>();

/** The active span gets the correlation id as a tag, so that a trace is found by it. */
export function withContext<T>(context: RequestContext, work: () => T): T {
  const entrySpan = trace.getActiveSpan();
  entrySpan?.setAttribute('correlation_id', context.correlation_id);
  return storage.run({ context, entrySpan }, work);
}

/** The id of what is being worked on, else a new one. */
export const currentCorrelationId = (): string => storage.getStore()?.context.correlation_id ?? randomUUID();

/** The id of what is being worked on, for a log line, which invents none. */
export const correlationIdIfAny = (): string | undefined => storage.getStore()?.context.correlation_id;

/** How many milliseconds whoever asked still waits, at least 0; Infinity where nobody waits. */
export const millisecondsLeft = (): number => Math.max(0, (storage.getStore()?.context.deadline ?? Infinity) - performance.now());

/** Names the span that was active when the context was entered, which is the request's, once the router knows the route. */
export function nameSpan(name: string): void {
  entrySpan()?.updateName(name);
}

/** Adds a fact to that span, to be searched for. */
export function tagSpan(name: string, value: string): void {
  entrySpan()?.setAttribute(name, value);
}

const entrySpan = (): Span | undefined => storage.getStore()?.entrySpan ?? trace.getActiveSpan();
