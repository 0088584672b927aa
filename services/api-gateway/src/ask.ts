/** Reads one JSON document of a service for an answer of the gateway's own: through its circuit, and again as long as the deadline allows. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import { BrokenCircuitError } from 'cockatiel';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { ClientGone, connectionFailure, deadlineFailure, unavailable, UpstreamFailure } from './failures.ts';
import type { Headers } from './headers.ts';
import { retried } from './retries.ts';
import type { Answer, UpstreamClient } from './upstreams.ts';
import type { Watch } from './watch.ts';

export type Document = { status: number; body: unknown };

/** Refuses when no answer below 500 comes in time; throws ClientGone when nobody waits any more. */
export async function ask(upstream: UpstreamClient, path: string, { headers, watch }: { headers: Headers; watch: Watch }): Promise<Document> {
  const { signal, deadline } = watch;
  const attempt = async () => documentIn(upstream, await upstream.send({
    method: 'GET',
    path,
    headers: { ...headers, [DEADLINE_HEADER]: String(Math.max(1, Math.ceil(deadline - performance.now()))) },
    body: null,
    clientFault: () => undefined,
    signal,
  }));
  try {
    return await retried(attempt, { mayRetry: (error) => error instanceof UpstreamFailure, deadline, signal });
  } catch (error) {
    if (error instanceof BrokenCircuitError) throw unavailable(upstream.name);
    if (error instanceof UpstreamFailure) throw error.rejection;
    if (!signal.aborted) throw error;
    throw signal.reason instanceof ClientGone ? signal.reason : deadlineFailure(upstream.name).rejection;
  }
}

async function documentIn({ name }: UpstreamClient, { status, body }: Answer): Promise<Document> {
  try {
    const text = body instanceof Buffer ? (JSON.parse(body.toString('utf8')) as unknown) : await json(body as Readable);
    return { status, body: text };
  } catch (error) {
    throw connectionFailure(error, name);
  }
}
