/** Passes a request on to its service, never parsed, and resolves to the answer, which begins before the deadline. Throws ClientGone. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import { bodyTooSlow, type Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import { requestKey } from '../admission/index.ts';
import { type Answer, ClientGone, deadlineFailure, mayHelpToRepeat, type Reason, unavailable, UpstreamFailure, type Watch } from '../exchange/index.ts';
import { type Client, type Headers, requestHeaders } from '../headers/index.ts';
import type { LastAnswers, UpstreamClient } from '../resilience/index.ts';
import { isRead, isRepeatable, type Upstream } from '../routing/index.ts';
import type { Passage } from './proxy.ts';
import { hasBody, wholeBody } from './request-body.ts';

/** More is passed on as it comes. */
const SMALL_ANSWER_BYTES = 65_536;

export async function forward(passage: Passage, { upstream, client, caller, longestBody, watch, lastAnswers }: {
  upstream: UpstreamClient;
  client: Client;
  caller: Caller | undefined;
  /** In bytes. */
  longestBody: number;
  watch: Watch;
  /** For what everybody may read: kept when nobody in particular asked, given again while the circuit is open. */
  lastAnswers: LastAnswers | undefined;
}): Promise<Answer> {
  const { request, method, address, correlationId } = passage;
  const who = requestKey(caller, client.address);
  const bodyLimit = !isRead(method) && hasBody(request) ? longestBody : 0;
  const headers = requestHeaders(request.headers, { client, caller, correlationId, hasBody: bodyLimit > 0 });
  try {
    const answer = await answerFrom(passage, { upstream, who, headers, bodyLimit, watch });
    if (!caller) lastAnswers?.keep(address, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof BrokenCircuitError)) throw error;
    const last = lastAnswers?.find(address);
    if (last) return last;
    throw unavailable(upstream.name);
  }
}

/** `bodyLimit`: 0 where there is no body. */
type Sending = { upstream: UpstreamClient; who: string; headers: Headers; bodyLimit: number; watch: Watch };

async function answerFrom(passage: Passage, { upstream, who, headers, bodyLimit, watch }: Sending): Promise<Answer> {
  const { method, address } = passage;
  // Nobody need send a body that would be refused, and nobody else is kept waiting by one that is still to come.
  if (bodyLimit > 0) upstream.circuit.check(who);
  const body = bodyLimit > 0 && !watch.reason ? await bodyInTime(wholeBody(passage.request, bodyLimit), watch) : null;
  const attempt = () => {
    headers[DEADLINE_HEADER] = watch.millisecondsLeft();
    return { method, path: address, headers, body, watch, wholeBytes: SMALL_ANSWER_BYTES };
  };
  const mayRetry = (failure: UpstreamFailure) =>
    failure.nothingSent || (mayBeRepeated(passage) && mayHelpToRepeat(failure));
  try {
    if (watch.reason) throw watch.reason;
    return await upstream.send({ who, watch, attempt, mayRetry });
  } catch (error) {
    if (error instanceof UpstreamFailure) return lastWord(error, upstream.name);
    if (!watch.reason || error instanceof BrokenCircuitError) throw error;
    // Ended before, or between attempts.
    throw watch.reason instanceof ClientGone ? watch.reason : deadlineFailure(upstream.name).rejection;
  }
}

function lastWord(failure: UpstreamFailure, upstream: Upstream): Answer {
  log.warn('Upstream failed', { upstream, reason: failure.reason });
  if (failure.answer) return failure.answer;
  throw failure.rejection;
}

/** What did not come before the deadline is its sender's fault. */
function bodyInTime(body: Promise<Buffer>, watch: Watch): Promise<Buffer> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: Reason) => { reject(reason instanceof ClientGone ? reason : bodyTooSlow()); };
  watch.onEnd(end);
  return Promise.race([body, ended]).finally(() => watch.forget(end));
}

const mayBeRepeated = ({ method, canonical, request }: Passage): boolean =>
  isRead(method) || ('idempotency-key' in request.headers && isRepeatable(method, canonical));
