/** Logs a handled request: the same line as `log.info` would print, put together by hand, since there is one for each request. */
import { trace } from '@opentelemetry/api';
import { printsInfo } from './log.ts';
import { printLine } from './print-line.ts';
import { redactText } from './redact.ts';
import { correlationIdIfAny } from '../request-context.ts';
import { serviceName } from '../service-name.ts';

export type HandledRequest = { method: string; path: string; route: string; status: number; duration_ms: number };

const LONGEST_PATH = 1_000;

export function logRequest({ method, path, route, status, duration_ms }: HandledRequest): void {
  if (!printsInfo()) return;
  const span = trace.getActiveSpan()?.spanContext();
  printLine(
    `{"timestamp":"${new Date().toISOString()}","level":"INFO","service":${ours},"correlation_id":${text(correlationIdIfAny())},` +
      `"trace_id":${hex(span?.traceId)},"span_id":${hex(span?.spanId)},"message":"Request handled","context":{"method":${text(method)},` +
      `"path":${text(redactText(path, LONGEST_PATH))},"route":${text(route)},"status":${status},"duration_ms":${duration_ms}}}`,
  );
}

const ours = JSON.stringify(serviceName);

const hex = (id: string | undefined): string => (id === undefined ? 'null' : `"${id}"`);

const text = (value: string | undefined): string => (value === undefined ? 'null' : JSON.stringify(value));
