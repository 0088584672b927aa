/** Spans of our own, of requests, of calls and of SQL statements. */
export { type CallSpan, type RequestSpan, openCallSpan, openEdgeSpan, openRequestSpan } from './request-spans.ts';
export { httpSpanName } from './span-names.ts';
export { type StatementSpan, openStatementSpan } from './statement-spans.ts';
export { type SpanOptions, failSpan, inSpan, traceHeaders, withTrace } from './in-span.ts';
export { keepForShutdown, shutdownTracing, traceRequestsByHand } from './shutdown-tracing.ts';
