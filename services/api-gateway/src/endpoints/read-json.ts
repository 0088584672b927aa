/** Reads one JSON document of a service for an answer of the gateway's own: through its circuit, and again as long as the deadline allows. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import { BrokenCircuitError } from 'cockatiel';
import { type Answer, ClientGone, connectionFailure, deadlineFailure, mayHelpToRepeat, unavailable, UpstreamFailure, type Watch } from '../exchange/index.ts';
import type { Headers } from '../headers/index.ts';
import type { UpstreamClient } from '../resilience/index.ts';

export type Document = { status: number; body: unknown };

/** Refuses when no answer below 500 comes in time; throws ClientGone when nobody waits any more. */
export async function ask(upstream: UpstreamClient, path: string, { who, headers, watch }: { who: string; headers: Headers; watch: Watch }): Promise<Document> {
  const attempt = () => ({
    method: 'GET',
    path,
    headers: { ...headers, [DEADLINE_HEADER]: watch.millisecondsLeft() },
    body: null,
    watch,
    wholeBytes: Infinity,
  });
  try {
    return documentIn(upstream, await upstream.send({ who, watch, attempt, mayRetry: mayHelpToRepeat }));
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
