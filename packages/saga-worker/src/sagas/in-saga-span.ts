/** Runs what starts a process in a span of the trace that asked for it, and under its correlation id. */
import { inSpan, withContext } from '@catalog/observability';

export type SagaOrigin = { id: string; traceContext: Record<string, string>; correlationId: string };

export const inSagaSpan = <T>(name: string, { id, traceContext, correlationId }: SagaOrigin, work: () => Promise<T>): Promise<T> =>
  inSpan({ name: `SAGA ${name}`, kind: 'producer', parent: traceContext, attributes: { 'saga.id': id } }, () =>
    withContext({ correlation_id: correlationId }, work),
  );
