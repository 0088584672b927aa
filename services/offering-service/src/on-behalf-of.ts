import { withContext, withTrace } from '@catalog/observability';

type Request = { correlationId: string; traceContext: Record<string, string> };

/** Runs `work` in the trace and under the correlation id of the request that asked for it, long after that was answered. */
export const onBehalfOf = <T>({ correlationId, traceContext }: Request, work: () => T): T =>
  withTrace(traceContext, () => withContext({ correlation_id: correlationId }, work));
