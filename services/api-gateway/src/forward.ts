/** Passes a request on to its service, never parsed, and resolves to the answer, which begins before the deadline. Throws ClientGone. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import type { Client } from './client.ts';
import type { Answer } from './exchange.ts';
import { ClientGone, deadlineFailure, unavailable, UpstreamFailure } from './failures.ts';
import { type Headers, requestHeaders } from './headers.ts';
import type { LastAnswers } from './last-answers.ts';
import type { Passage } from './passage.ts';
import { noBody, type RequestBody, requestBody } from './request-body.ts';
import { retried } from './retries.ts';
import { isRead, type Upstream } from './routes.ts';
import type { UpstreamClient } from './upstreams.ts';
import type { Watch } from './watch.ts';

/** More is passed on as it comes. */
const SMALL_BODY_BYTES = 65_536;

export async function forward(passage: Passage, { upstream, client, caller, watch, lastAnswers }: {
  upstream: UpstreamClient;
  client: Client;
  caller: Caller | undefined;
  watch: Watch;
  /** For what everybody may read: kept when nobody in particular asked, given again while the circuit is open. */
  lastAnswers: LastAnswers | undefined;
}): Promise<Answer> {
  const { request, method, address, correlationId } = passage;
  const body = isRead(method) ? noBody : requestBody(request, { keep: isRepeatable(passage) });
  const headers = requestHeaders(request.headers, { client, caller, correlationId, hasBody: body.exists });
  try {
    const answer = await answerFrom(passage, { upstream, headers, body, watch });
    if (!caller) lastAnswers?.keep(address, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof BrokenCircuitError)) throw error;
    const last = lastAnswers?.find(address);
    if (last) return last;
    throw unavailable(upstream.name);
  }
}

type Sending = { upstream: UpstreamClient; headers: Headers; body: RequestBody; watch: Watch };

async function answerFrom(passage: Passage, { upstream, headers, body, watch }: Sending): Promise<Answer> {
  const { method, address } = passage;
  const clientFault = () => body.fault(watch.reason !== undefined);
  const attempt = async (): Promise<Answer> => {
    const sent = body.exists ? await unlessAborted(body.take(), watch.signal) : null;
    headers[DEADLINE_HEADER] = String(Math.max(1, Math.ceil(watch.deadline - performance.now())));
    return upstream.send({ method, path: address, headers, body: sent, clientFault, watch, wholeBytes: SMALL_BODY_BYTES });
  };
  const mayRetry = (error: unknown) =>
    error instanceof UpstreamFailure && body.isWhole() && (error.nothingSent || isRepeatable(passage));
  try {
    return await retried(attempt, { mayRetry, watch });
  } catch (error) {
    if (error instanceof UpstreamFailure) return lastWord(error, upstream.name);
    if (!watch.reason || error instanceof BrokenCircuitError) throw error;
    // Ended between attempts, or while a body was gathered.
    throw watch.reason instanceof ClientGone ? watch.reason : clientFault() ?? deadlineFailure(upstream.name).rejection;
  }
}

function lastWord(failure: UpstreamFailure, upstream: Upstream): Answer {
  log.warn('Upstream failed', { upstream, reason: failure.reason });
  if (failure.answer) return failure.answer;
  throw failure.rejection;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

const isRepeatable = ({ method, request }: Passage): boolean =>
  isRead(method) || (method === 'POST' && Boolean(request.headers['idempotency-key']));
