/** An HTTP client of another service: pooled connections, time limits (SRS 4.6.3), retries of reads; passes on token and correlation id. */
import { CORRELATION_HEADER, DEADLINE_HEADER, upstreamUnavailable } from '@catalog/contracts';
import { currentCorrelationId, millisecondsLeft, refuseInTransaction } from '@catalog/observability';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import { Pool } from 'undici';
import { showUndiciPool } from './show-undici-pool.ts';

/** Any answer below 500 is a result; the caller decides what its status means. */
export type Answer = { status: number; body: unknown };

export type ServiceClient = {
  /** Refuses with SERVICE_UNAVAILABLE when no answer below 500 comes within the time limits. `authorization` is the whole header. */
  get(path: string, options: { authorization?: string | undefined }): Promise<Answer>;
  post(path: string, options: { authorization?: string | undefined; body: unknown }): Promise<Answer>;
  /** Resolves when it is ready to serve: one attempt, for health checks. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

/** `totalMs` bounds all attempts together, and so does the deadline of the request that is being answered. */
export type ClientSettings = { connectMs: number; readMs: number; totalMs: number; retries: number; firstDelayMs: number };

const defaults: ClientSettings = { connectMs: 2_000, readMs: 4_000, totalMs: 3_500, retries: 3, firstDelayMs: 100 };

const READY_LIMIT_MS = 1_000;

export function createClient(name: string, baseUrl: string, settings: Partial<ClientSettings> = {}): ServiceClient {
  const { connectMs, readMs, totalMs, retries, firstDelayMs } = { ...defaults, ...settings };
  const pool = new Pool(baseUrl, { connect: { timeout: connectMs }, headersTimeout: readMs, bodyTimeout: readMs, connections: 32 });
  const hide = showUndiciPool(name, pool);
  const retried = retry(handleAll, { maxAttempts: retries, backoff: new ExponentialBackoff({ initialDelay: firstDelayMs }) });
  const unavailable = () => upstreamUnavailable(name);

  async function call(path: string, options: CallOptions, { signal, endsAt }: Limit): Promise<Answer> {
    const { authorization, body } = options;
    const response = await pool.request({
      method: body === undefined ? 'GET' : 'POST',
      path,
      headers: {
        accept: 'application/json',
        [CORRELATION_HEADER]: currentCorrelationId(),
        [DEADLINE_HEADER]: String(Math.max(1, Math.floor(endsAt - performance.now()))),
        ...(authorization && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    const text = await response.body.text();
    if (response.statusCode >= 500) throw unavailable();
    return { status: response.statusCode, body: text ? (JSON.parse(text) as unknown) : undefined };
  }

  async function orUnavailable(work: (limit: Limit) => Promise<Answer>): Promise<Answer> {
    refuseInTransaction(`A call to the ${name}`);
    const limitMs = Math.floor(Math.min(totalMs, millisecondsLeft()));
    if (limitMs < 1) throw unavailable();
    const limit = { signal: AbortSignal.timeout(limitMs), endsAt: performance.now() + limitMs };
    return work(limit).catch(() => {
      throw unavailable();
    });
  }

  return {
    get: (path, options) => orUnavailable((limit) => retried.execute(() => call(path, options, limit), limit.signal)),
    post: (path, options) => orUnavailable((limit) => call(path, options, limit)),
    async ready() {
      const signal = AbortSignal.timeout(READY_LIMIT_MS);
      const { statusCode, body } = await pool.request({ method: 'GET', path: '/health/ready', signal });
      await body.dump();
      if (statusCode !== 200) throw unavailable();
    },
    close: () => pool.close().finally(hide),
  };
}

/** For all attempts together; `endsAt` by performance.now(). */
type Limit = { signal: AbortSignal; endsAt: number };
type CallOptions = { authorization?: string | undefined; body?: unknown };
