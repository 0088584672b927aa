export { type PoolState, showPool } from './connection-pools.ts';
export { type LogFields, log } from './log.ts';
export { type MetricOptions, counter, gauge, histogram, registry, startProcessMetrics } from './metrics.ts';
export { redactText } from './redact.ts';
export { type RequestContext, currentCorrelationId, millisecondsLeft, nameSpan, tagSpan, withContext } from './request-context.ts';
export { type CallSpan, type RequestSpan, openCallSpan, openRequestSpan } from './request-spans.ts';
export { type StatementSpan, openStatementSpan } from './statement-spans.ts';
export { type SpanOptions, failSpan, inSpan, traceHeaders, withTrace } from './tracing.ts';
export { shutdownTracing, traceRequestsByHand } from './tracing-sdk.ts';
