/** Spans of SQL statements, named by verb and table (SRS 4.2.1); outside of a recorded trace there are none. */
import { type SpanContext, SpanKind, SpanStatusCode, TraceFlags, context, trace } from '@opentelemetry/api';
import { redactText } from '../logging/index.ts';
import { sqlSpanName } from './span-names.ts';

export type StatementSpan = { end(): void; fail(error: Error): void };

/** `text` has placeholders, never values. */
export function openStatementSpan(text: string): StatementSpan | undefined {
  const parent = context.active();
  if (!isRecorded(trace.getSpanContext(parent))) return undefined;
  const { name, shown } = described(text);
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': shown };
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent);
  return {
    end: () => {
      span.end();
    },
    fail(error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(error.message) });
      span.end();
    },
  };
}

const isRecorded = (parent: SpanContext | undefined): boolean => parent !== undefined && (parent.traceFlags & TraceFlags.SAMPLED) !== 0;

const tracer = trace.getTracer('@catalog/observability');

type Description = { name: string; shown: string };

const MOST_KNOWN = 1_000;
const known = new Map<string, Description>();

/** Remembers the descriptions, since the same few statements come again and again. */
function described(text: string): Description {
  const found = known.get(text);
  if (found) return found;
  const description = { name: sqlSpanName(text), shown: text.replaceAll(/\s+/g, ' ').trim() };
  if (known.size < MOST_KNOWN) known.set(text, description);
  return description;
}
