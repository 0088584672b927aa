/** Passes a request on to its service and the answer back, both streamed, never parsed; an answer begins before the deadline. */
import { CORRELATION_HEADER, DEADLINE_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import type { Context } from 'koa';
import { ClientGone, deadlineFailure, DeadlinePassed, unavailable, UpstreamFailure } from './failures.ts';
import { type Headers, requestHeaders } from './headers.ts';
import { type RequestBody, requestBody } from './request-body.ts';
import { retried } from './retries.ts';
import { isRead, type Upstream } from './routes.ts';
import type { Answer, UpstreamClient } from './upstreams.ts';

const DEADLINE_MS = 4_000;
const TRANSFER_LIMIT_MS = 60_000;
const CLIENT_CLOSED_REQUEST = 499;

export async function forward(ctx: Context, { upstream, caller, deadlineMs = DEADLINE_MS }: {
  upstream: UpstreamClient;
  caller: Caller | undefined;
  deadlineMs?: number | undefined;
}): Promise<void> {
  const watch = watchOver(ctx, deadlineMs);
  const body = isRead(ctx.method) ? noBody : requestBody(ctx.req, { keep: isRepeatable(ctx) });
  const headers = requestHeaders(ctx.req.headers, { ...factsOf(ctx), caller, hasBody: body.exists });
  try {
    answer(ctx, await answerFrom(ctx, { upstream, headers, body, watch }));
    watch.answerBegun();
  } catch (error) {
    watch.stop();
    if (!(error instanceof ClientGone)) throw error;
    ctx.body = null;
    ctx.status = CLIENT_CLOSED_REQUEST;
  }
}

type Exchange = { upstream: UpstreamClient; headers: Headers; body: RequestBody; watch: Watch };

async function answerFrom(ctx: Context, { upstream, headers, body, watch: { signal, deadline } }: Exchange): Promise<Answer> {
  const attempt = async (): Promise<Answer> => {
    const sent = await unlessAborted(body.take(), signal);
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
    if (error instanceof BrokenCircuitError) throw unavailable(upstream.name);
    if (error instanceof UpstreamFailure) return lastWord(error, upstream.name);
    throw signal.aborted ? abortedBecause(signal, body, upstream.name) : error;
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

type Watch = { signal: AbortSignal; deadline: number; answerBegun(): void; stop(): void };

/** Ends what goes on upstream when the client hangs up, when no answer begins in time, and when a begun one takes too long. */
function watchOver(ctx: Context, deadlineMs: number): Watch {
  const controller = new AbortController();
  const expire = () => controller.abort(new DeadlinePassed('The deadline has passed'));
  let timer = setTimeout(expire, deadlineMs);
  const closed = () => {
    clearTimeout(timer);
    if (!ctx.res.writableFinished) controller.abort(new ClientGone('The client hung up'));
  };
  if (ctx.res.closed) closed();
  else ctx.res.once('close', closed);
  return {
    signal: controller.signal,
    deadline: performance.now() + deadlineMs,
    answerBegun() {
      clearTimeout(timer);
      timer = setTimeout(expire, TRANSFER_LIMIT_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

const factsOf = (ctx: Context) => ({
  correlationId: ctx.response.get(CORRELATION_HEADER),
  forwardedFor: ctx.app.proxy ? ctx.get('x-forwarded-for') || undefined : undefined,
  peerAddress: ctx.socket.remoteAddress ?? '',
  protocol: ctx.protocol,
  host: ctx.host,
});

const isRepeatable = (ctx: Context): boolean => isRead(ctx.method) || (ctx.method === 'POST' && ctx.get('idempotency-key') !== '');

const noBody: RequestBody = {
  exists: false,
  take: () => Promise.resolve(null),
  isWhole: () => true,
  fault: () => undefined,
};
