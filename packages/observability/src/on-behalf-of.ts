/** Runs `work` in the trace and under the correlation id of the request that asked for it, long after that was answered. */
import { withContext } from './request-context.ts';
import { withTrace } from './tracing/index.ts';

type Asked = { correlationId: string; traceContext: Record<string, string> };

export const onBehalfOf = <T>({ correlationId, traceContext }: Asked, work: () => T): T =>
  withTrace(traceContext, () => withContext({ correlation_id: correlationId }, work));
