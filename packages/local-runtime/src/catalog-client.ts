/** A client of the public API: signed in as a user, patient with a gateway that asks to wait, safe to repeat. */
import { ExpectedError } from '@catalog/backing-services';
import { setTimeout as pause } from 'node:timers/promises';

export type Answer = { status: number; body: unknown; headers: Headers };
export type Call = { body?: unknown; idempotencyKey?: string };
export type CatalogClient = {
  /** Any answer is a result that does not tell us to come back later. */
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, call?: Call): Promise<Answer>;
};

const PATIENCE_MS = 60_000;
const ANSWER_LIMIT_MS = 10_000;
const LONGEST_WAIT_MS = 5_000;

export async function signIn(gateway: string, user: { username: string; password: string }, signal?: AbortSignal): Promise<CatalogClient> {
  const anonymous = clientOf(gateway, undefined, signal);
  const { status, body } = await anonymous.send('POST', '/api/v1/auth/login', { body: user });
  if (status !== 200) throw new ExpectedError(`Signing in as ${user.username} was answered with ${said({ status, body })}.`);
  return clientOf(gateway, (body as { access_token: string }).access_token, signal);
}

/** What an unexpected answer says, for a message. */
export function said({ status, body }: Pick<Answer, 'status' | 'body'>): string {
  const error = (body as { error?: { code?: string; message?: string } } | undefined)?.error;
  return error?.code ? `${status} ${error.code}: ${error.message}` : String(status);
}

function clientOf(gateway: string, token: string | undefined, signal: AbortSignal | undefined): CatalogClient {
  return {
    async send(method, path, call = {}) {
      const isRepeatable = method !== 'POST' || call.idempotencyKey !== undefined || path === '/api/v1/auth/login';
      for (const deadline = performance.now() + PATIENCE_MS; ;) {
        signal?.throwIfAborted();
        const answer = await once({ url: gateway + path, method, call, token, signal });
        const mayWait = performance.now() < deadline && (isRepeatable || answer?.status === 429);
        if (answer && !isTroubled(answer)) return answer;
        if (!mayWait) throw new ExpectedError(`${method} ${path} was answered with ${answer ? said(answer) : 'nothing'}.`);
        await pause(Math.min(LONGEST_WAIT_MS, waitOf(answer)) * (1 + Math.random() / 4), undefined, { signal });
      }
    },
  };
}

type Request = { url: string; method: string; call: Call; token: string | undefined; signal: AbortSignal | undefined };

/** Undefined if no answer came. */
async function once({ url, method, call: { body, idempotencyKey }, token, signal }: Request): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_LIMIT_MS), ...(signal ? [signal] : [])]),
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as unknown) : undefined, headers: response.headers };
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

const passing = [429, 502, 503, 504];

const isTroubled = ({ status, body }: Answer): boolean =>
  passing.includes(status) || (body as { error?: { code?: string } } | undefined)?.error?.code === 'IDEMPOTENCY_KEY_IN_FLIGHT';

const waitOf = (answer: Answer | undefined): number => Number(answer?.headers.get('retry-after') ?? 0.5) * 1000;
