/** Reads one JSON document of a service for an answer of the gateway's own: through its circuit, and again as long as the deadline allows. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import { BrokenCircuitError } from 'cockatiel';
import type { Answer } from './exchange.ts';
import { ClientGone, connectionFailure, deadlineFailure, unavailable, UpstreamFailure } from './failures.ts';
import type { Headers } from './headers.ts';
import { retried } from './retries.ts';
import type { UpstreamClient } from './upstreams.ts';
import type { Watch } from './watch.ts';

export type Document = { status: number; body: unknown };

/** Refuses when no answer below 500 comes in time; throws ClientGone when nobody waits any more. */
export async function ask(upstream: UpstreamClient, path: string, { headers, watch }: { headers: Headers; watch: Watch }): Promise<Document> {
  const attempt = async () => documentIn(upstream, await upstream.send({
    method: 'GET',
    path,
    headers: { ...headers, [DEADLINE_HEADER]: String(Math.max(1, Math.ceil(watch.deadline - performance.now()))) },
    body: null,
    clientFault: () => undefined,
    watch,
    wholeBytes: Infinity,
  }));
  try {
    return await retried(attempt, { mayRetry: (error) => error instanceof UpstreamFailure, watch });
  } catch (error) {
    if (error instanceof BrokenCircuitError) throw unavailable(upstream.name);
    if (error instanceof UpstreamFailure) throw error.rejection;
    if (!watch.reason) throw error;
    throw watch.reason instanceof ClientGone ? watch.reason : deadlineFailure(upstream.name).rejection;
  }
}

function documentIn({ name }: UpstreamClient, { status, body }: Answer): Document {
  try {
    return { status, body: JSON.parse(body instanceof Buffer ? body.toString('utf8') : '') as unknown };
  } catch (error) {
    throw connectionFailure(error, name);
  }
}
