/** Passes a request on to its service and the answer back, never parsed, and streamed unless small; an answer begins before the deadline. Throws ClientGone. */
import { DEADLINE_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import type { Context } from 'koa';
import { factsOf } from './facts.ts';
import { ClientGone, deadlineFailure, unavailable, UpstreamFailure } from './failures.ts';
import { type Headers, requestHeaders } from './headers.ts';
import type { LastAnswers } from './last-answers.ts';
import { type RequestBody, requestBody } from './request-body.ts';
import { retried } from './retries.ts';
import { isRead, type Upstream } from './routes.ts';
import type { Answer, UpstreamClient } from './upstreams.ts';
import { type Watch, watchOver } from './watch.ts';

export async function forward(ctx: Context, { upstream, caller, deadlineMs, lastAnswers }: {
  upstream: UpstreamClient;
  caller: Caller | undefined;
  deadlineMs?: number | undefined;
  /** For what everybody may read: kept when nobody in particular asked, given again while the circuit is open. */
  lastAnswers?: LastAnswers | undefined;
}): Promise<void> {
  const watch = watchOver(ctx, deadlineMs);
  const body = isRead(ctx.method) ? noBody : requestBody(ctx.req, { keep: isRepeatable(ctx) });
  const headers = requestHeaders(ctx.req.headers, { ...factsOf(ctx), caller, hasBody: body.exists });
  const address = ctx.path + ctx.search;
  try {
    const given = await answerFrom(ctx, { upstream, headers, body, watch });
    if (!caller) lastAnswers?.keep(address, given);
    answer(ctx, given);
    watch.answerBegun();
  } catch (error) {
    watch.stop();
    if (!(error instanceof BrokenCircuitError)) throw error;
    const last = lastAnswers?.find(address);
    if (!last) throw unavailable(upstream.name);
    answer(ctx, last);
  }
}

type Exchange = { upstream: UpstreamClient; headers: Headers; body: RequestBody; watch: Watch };

async function answerFrom(ctx: Context, { upstream, headers, body, watch: { signal, deadline } }: Exchange): Promise<Answer> {
  const attempt = async (): Promise<Answer> => {
    const sent = body.exists ? await unlessAborted(body.take(), signal) : null;
    const left = Math.max(1, Math.ceil(deadline - performance.now()));
    return upstream.send({
      method: ctx.method,
      path: ctx.path + ctx.search,
      headers: { ...headers, [DEADLINE_HEADER]: String(left) },
      body: sent,
      clientFault: () => body.fault(signal),
      signal,
    });
  };
  const mayRetry = (error: unknown) =>
    error instanceof UpstreamFailure && body.isWhole() && (error.nothingSent || isRepeatable(ctx));
  try {
    return await retried(attempt, { mayRetry, deadline, signal });
  } catch (error) {
    if (error instanceof UpstreamFailure) return lastWord(error, upstream.name);
    throw signal.aborted && !(error instanceof BrokenCircuitError) ? abortedBecause(signal, body, upstream.name) : error;
  }
}

/** Aborted between attempts, or while a body was gathered. */
function abortedBecause(signal: AbortSignal, body: RequestBody, upstream: Upstream): unknown {
  if (signal.reason instanceof ClientGone) return signal.reason;
  return body.fault(signal) ?? deadlineFailure(upstream).rejection;
}

function lastWord(failure: UpstreamFailure, upstream: Upstream): Answer {
  log.warn('Upstream failed', { upstream, reason: failure.reason });
  if (failure.answer) return failure.answer;
  throw failure.rejection;
}

function answer(ctx: Context, { status, headers, body }: Answer): void {
  ctx.body = body;
  ctx.status = status;
  if (!headers['content-type']) ctx.remove('content-type');
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

const isRepeatable = (ctx: Context): boolean => isRead(ctx.method) || (ctx.method === 'POST' && ctx.get('idempotency-key') !== '');

const noBody: RequestBody = {
  exists: false,
  take: () => Promise.resolve(null),
  isWhole: () => true,
  fault: () => undefined,
};
