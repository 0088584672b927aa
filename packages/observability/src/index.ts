/** What makes the system readable from outside: one log format, one trace through all services, metrics. */
export { type HandledRequest, type LogFields, log, logRequest, redactText } from './logging/index.ts';
export {
  type MetricOptions,
  type PoolState,
  counter,
  countReplicaLookups,
  gauge,
  histogram,
  registry,
  showPool,
  startProcessMetrics,
} from './metrics/index.ts';
export { inTransaction, refuseInTransaction } from './in-transaction.ts';
export { onBehalfOf } from './on-behalf-of.ts';
export { type RequestContext, currentCorrelationId, millisecondsLeft, nameSpan, tagSpan, withContext } from './request-context.ts';
export {
  type CallSpan,
  type RequestSpan,
  type SpanOptions,
  type StatementSpan,
  failSpan,
  inSpan,
  openCallSpan,
  openEdgeSpan,
  openRequestSpan,
  openStatementSpan,
  shutdownTracing,
  traceHeaders,
  traceRequestsByHand,
  withTrace,
} from './tracing/index.ts';
