/** Reads a JSON document from a service on a caller's behalf, through circuit and bulkhead, with retries until the deadline. */
import { DEADLINE_HEADER, upstreamUnavailable } from '@catalog/contracts';
import { BrokenCircuitError } from 'cockatiel';
import { abortError, type Answer, connectionFailure, isWorthRetrying, type RequestDeadline, UpstreamFailure } from '../exchange/index.ts';
import type { Headers } from '../headers/index.ts';
import type { UpstreamClient } from '../resilience/index.ts';

export type JsonAnswer = { status: number; body: unknown };

type Reading = {
  /** The caller it is counted for. */
  who: string;
  headers: Headers;
  deadline: RequestDeadline;
};

/** Throws a Rejection if no answer below 500 comes in time, or ClientGone. */
export async function readJson(upstream: UpstreamClient, path: string, { who, headers, deadline }: Reading): Promise<JsonAnswer> {
  const attempt = () => ({
    method: 'GET',
    path,
    headers: { ...headers, [DEADLINE_HEADER]: deadline.millisecondsLeft() },
    body: null,
    deadline,
    bufferUpToBytes: Infinity,
  });
  try {
    return parsed(upstream, await upstream.send({ who, deadline, attempt, mayRetry: isWorthRetrying }));
  } catch (error) {
    if (error instanceof BrokenCircuitError) throw upstreamUnavailable(upstream.name);
    if (error instanceof UpstreamFailure) throw error.rejection;
    throw deadline.reason ? abortError(deadline.reason, upstream.name) : error;
  }
}

function parsed({ name }: UpstreamClient, { status, body }: Answer): JsonAnswer {
  try {
    return { status, body: JSON.parse(body instanceof Buffer ? body.toString('utf8') : '') as unknown };
  } catch (error) {
    throw connectionFailure(error, name);
  }
}
