export { type LogFields, log } from './log.ts';
export { type MetricOptions, counter, gauge, histogram, registry, startProcessMetrics } from './metrics.ts';
export { redactText } from './redact.ts';
export { type RequestContext, currentCorrelationId, millisecondsLeft, nameSpan, withContext } from './request-context.ts';
export { type SpanOptions, inSpan, traceHeaders, withTrace } from './tracing.ts';
export { shutdownTracing } from './tracing-sdk.ts';
