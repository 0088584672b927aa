/** Forwards a request to its service; resolves as soon as the answer begins. Throws a Rejection, or ClientGone. */
import { DEADLINE_HEADER, upstreamUnavailable } from '@catalog/contracts';
import { bodyTooSlow, type Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import { requestKey } from '../admission/index.ts';
import {
  abortError,
  type AbortReason,
  type Answer,
  ClientGone,
  isWorthRetrying,
  type RequestDeadline,
  UpstreamFailure,
} from '../exchange/index.ts';
import { type Client, forwardedHeaders, type Headers } from '../headers/index.ts';
import type { LastAnswers, UpstreamClient } from '../resilience/index.ts';
import { isRead, honoursIdempotencyKey, type Upstream } from '../routing/index.ts';
import type { ProxiedRequest } from './proxied-request.ts';
import { hasBody, readBody } from './read-body.ts';

/** Larger answers are streamed. */
const BUFFERED_ANSWER_BYTES = 65_536;

export async function forward(
  proxied: ProxiedRequest,
  {
    upstream,
    client,
    caller,
    bodyLimitBytes,
    deadline,
    lastAnswers,
  }: {
    upstream: UpstreamClient;
    client: Client;
    caller: Caller | undefined;
    bodyLimitBytes: number;
    deadline: RequestDeadline;
    /** For public reads: filled by anonymous requests, served while the circuit is open. */
    lastAnswers: LastAnswers | undefined;
  },
): Promise<Answer> {
  const { request, method, url, correlationId } = proxied;
  const who = requestKey(caller, client.address);
  const limitBytes = !isRead(method) && hasBody(request) ? bodyLimitBytes : 0;
  const headers = forwardedHeaders(request.headers, { client, caller, correlationId, hasBody: limitBytes > 0 });
  try {
    const answer = await sendUpstream(proxied, { upstream, who, headers, limitBytes, deadline });
    if (!caller) lastAnswers?.keep(url, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof BrokenCircuitError)) throw error;
    const last = lastAnswers?.find(url);
    if (last) return last;
    throw upstreamUnavailable(upstream.name);
  }
}

/** `limitBytes`: of the body; 0 if there is none. */
type Sending = { upstream: UpstreamClient; who: string; headers: Headers; limitBytes: number; deadline: RequestDeadline };

async function sendUpstream(proxied: ProxiedRequest, { upstream, who, headers, limitBytes, deadline }: Sending): Promise<Answer> {
  const { request, method, url } = proxied;
  // Before the body is read: an open circuit needs no upload. The bulkhead comes after it, so that a slow upload takes no place.
  if (limitBytes > 0) upstream.circuit.check(who);
  const body = limitBytes > 0 && !deadline.reason ? await beforeDeadline(readBody(request, limitBytes), deadline) : null;
  const attempt = () => {
    headers[DEADLINE_HEADER] = deadline.millisecondsLeft();
    return { method, path: url, headers, body, deadline, bufferUpToBytes: BUFFERED_ANSWER_BYTES };
  };
  const mayRetry = (failure: UpstreamFailure) => failure.nothingSent || (isSafeToRepeat(proxied) && isWorthRetrying(failure));
  try {
    if (deadline.reason) throw deadline.reason;
    return await upstream.send({ who, deadline, attempt, mayRetry });
  } catch (error) {
    if (error instanceof UpstreamFailure) return answerOf(error, upstream.name);
    if (!deadline.reason || error instanceof BrokenCircuitError) throw error;
    // Aborted before the first attempt or between two.
    throw abortError(deadline.reason, upstream.name);
  }
}

function answerOf(failure: UpstreamFailure, upstream: Upstream): Answer {
  log.warn('Upstream failed', { upstream, reason: failure.reason });
  if (failure.answer) return failure.answer;
  throw failure.rejection;
}

/** A body that is not complete by the deadline is the client's fault, not the upstream's. */
function beforeDeadline(body: Promise<Buffer>, deadline: RequestDeadline): Promise<Buffer> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (reason: AbortReason) => {
    reject(reason instanceof ClientGone ? reason : bodyTooSlow());
  };
  deadline.onAbort(abort);
  return Promise.race([body, aborted]).finally(() => deadline.offAbort(abort));
}

const isSafeToRepeat = ({ method, canonicalPath, request }: ProxiedRequest): boolean =>
  isRead(method) || ('idempotency-key' in request.headers && honoursIdempotencyKey(method, canonicalPath));
