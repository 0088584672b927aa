/** Makes spans, and propagates them from service to service as B3 headers; without the SDK (see register.ts) all of it does nothing. */
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  context,
  propagation,
  trace,
} from '@opentelemetry/api';
import { redactText } from '../logging/index.ts';

export type SpanOptions = {
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** B3 headers of the trace to continue; where they are not valid the active span is the parent. */
  parent?: Record<string, string>;
  attributes?: Record<string, string | number>;
};

/** Runs `work` in a new span, which ends with it and is marked as an error if it fails. */
export function inSpan<T>({ name, kind, parent, attributes }: SpanOptions, work: () => Promise<T>): Promise<T> {
  const options = { kind: kinds[kind], attributes: (attributes as Attributes) ?? {} };
  return tracer.startActiveSpan(name, options, continued(parent), async (span) => {
    try {
      return await work();
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks the active span as failed, for an error that is handled and not thrown on. */
export function failSpan(error: unknown): void {
  const span = trace.getActiveSpan();
  if (span) markFailed(span, error);
}

function markFailed(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(error instanceof Error ? error.message : String(error)) });
}

/** The B3 headers of the active span, {} if there is none. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  if (trace.getActiveSpan()) propagation.inject(context.active(), headers);
  return headers;
}

/** Runs `work` in the trace of these B3 headers, without a span of its own. */
export const withTrace = <T>(headers: Record<string, string>, work: () => T): T => context.with(continued(headers), work);

const tracer = trace.getTracer('@catalog/observability');

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

function continued(headers: Record<string, string> | undefined): Context {
  if (headers === undefined) return context.active();
  const extracted = propagation.extract(ROOT_CONTEXT, headers);
  const remote = trace.getSpan(extracted);
  return remote === undefined ? context.active() : trace.setSpan(context.active(), remote);
}
