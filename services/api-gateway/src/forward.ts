/** Passes a request on to its service, never parsed, and resolves to the answer, which begins before the deadline. Throws ClientGone. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import type { Client } from './client.ts';
import type { Answer } from './exchange.ts';
import { ClientGone, deadlineFailure, mayHelpToRepeat, unavailable, UpstreamFailure } from './failures.ts';
import { type Headers, requestHeaders } from './headers.ts';
import type { LastAnswers } from './last-answers.ts';
import type { Passage } from './passage.ts';
import { requestKey } from './rate-limit.ts';
import { noBody, type RequestBody, requestBody } from './request-body.ts';
import { isRead, isRepeatable, type Upstream } from './routes.ts';
import type { UpstreamClient } from './upstreams.ts';
import type { Watch } from './watch.ts';

/** More is passed on as it comes. */
const SMALL_ANSWER_BYTES = 65_536;

export async function forward(passage: Passage, { upstream, client, caller, watch, lastAnswers }: {
  upstream: UpstreamClient;
  client: Client;
  caller: Caller | undefined;
  watch: Watch;
  /** For what everybody may read: kept when nobody in particular asked, given again while the circuit is open. */
  lastAnswers: LastAnswers | undefined;
}): Promise<Answer> {
  const { request, method, address, correlationId } = passage;
  const who = requestKey(caller, client.address);
  const body = isRead(method) ? noBody : requestBody(request);
  const headers = requestHeaders(request.headers, { client, caller, correlationId, hasBody: body.exists });
  try {
    const answer = await answerFrom(passage, { upstream, who, headers, body, watch });
    if (!caller) lastAnswers?.keep(address, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof BrokenCircuitError)) throw error;
    const last = lastAnswers?.find(address);
    if (last) return last;
    throw unavailable(upstream.name);
  }
}

type Sending = { upstream: UpstreamClient; who: string; headers: Headers; body: RequestBody; watch: Watch };

async function answerFrom(passage: Passage, { upstream, who, headers, body, watch }: Sending): Promise<Answer> {
  const { method, address } = passage;
  const clientFault = () => body.fault(watch.reason !== undefined);
  const attempt = () => {
    headers[DEADLINE_HEADER] = watch.millisecondsLeft();
    return { method, path: address, headers, body: body.toSend(), clientFault, watch, wholeBytes: SMALL_ANSWER_BYTES };
  };
  const mayRetry = (failure: UpstreamFailure) =>
    body.isWhole() && (failure.nothingSent || (mayBeRepeated(passage) && mayHelpToRepeat(failure)));
  try {
    if (watch.reason) throw watch.reason;
    if (body.exists) {
      // Nobody need send a body that would be refused, and nobody else is kept waiting by one that is still to come.
      upstream.circuit.check(who);
      await unlessAborted(body.arrived(), watch.signal);
    }
    return await upstream.send({ who, watch, attempt, mayRetry });
  } catch (error) {
    if (error instanceof UpstreamFailure) return lastWord(error, upstream.name);
    if (!watch.reason || error instanceof BrokenCircuitError) throw error;
    // Ended before, between attempts, or while a body was gathered.
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

const mayBeRepeated = ({ method, canonical, request }: Passage): boolean =>
  isRead(method) || ('idempotency-key' in request.headers && isRepeatable(method, canonical));
