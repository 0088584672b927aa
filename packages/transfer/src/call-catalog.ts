/** One call of a catalog's public API: patient with a gateway that asks to wait; what goes wrong is an error whose message can be shown as it is. */
import { setTimeout as pause } from 'node:timers/promises';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Answer<T> = { status: number; body: T; headers: Headers };
export type Call = {
  /** What is undefined is left out. */
  query?: Record<string, string | number | string[] | undefined>;
  body?: unknown;
  /** Makes a POST safe to repeat. */
  idempotencyKey?: string;
  /** The tag of what is replaced, as it was read. */
  ifMatch?: string | undefined;
};
export type CatalogRequest = { url: string; method: Method; path: string; call: Call; token?: string; headers?: Record<string, string> };

/** The catalog's one error format. */
export class CatalogRefusal extends Error {
  readonly status: number;
  readonly code: string;
  /** What the catalog said, without code and field. */
  readonly reason: string;
  readonly details: { field?: string; [key: string]: unknown };

  constructor(status: number, { code, message, details = {} }: { code: string; message: string; details?: CatalogRefusal['details'] }) {
    super(`${code}: ${message}${details.field ? ` (field ${details.field})` : ''}`);
    this.name = 'CatalogRefusal';
    this.status = status;
    this.code = code;
    this.reason = message;
    this.details = details;
  }
}

/** Nothing at the address answers, or what does is no catalog. */
export class NoCatalog extends Error {
  readonly answered: boolean;

  constructor(message: string, answered: boolean) {
    super(message);
    this.name = 'NoCatalog';
    this.answered = answered;
  }
}

export const LOGIN = '/api/v1/auth/login';
const ANSWER_LIMIT_MS = 15_000;
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** Resolves to an answer below 400. Asked to wait, it waits; what may have had an effect is repeated only where that is safe. */
export async function callCatalog(request: CatalogRequest): Promise<Answer<unknown>> {
  const { method, path, call: { idempotencyKey } } = request;
  const isSafe = method !== 'POST' || path === LOGIN || idempotencyKey !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(request);
    const isPassing = answer.status === 429 || (isSafe && isTroubled(answer));
    if (!isPassing || attempt === ATTEMPTS) return accepted(answer, request);
    const asked = (Number(answer.headers.get('retry-after')) || 0) * 1000;
    await pause(Math.min(Math.max(asked, FIRST_PAUSE_MS * 2 ** (attempt - 1)), LONGEST_PAUSE_MS) * (1 + Math.random() / 4));
  }
}

async function once({ url, method, path, call: { query = {}, body, idempotencyKey, ifMatch }, token, headers }: CatalogRequest): Promise<Answer<unknown>> {
  const response = await fetch(url + path + queryOf(query), {
    method,
    headers: {
      ...headers,
      accept: 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      ...(ifMatch && { 'if-match': ifMatch }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  }).catch((error: unknown) => { throw unreachable(url, error); });
  const text = await response.text().catch((error: unknown) => { throw unreachable(url, error); });
  return { status: response.status, body: parsed(text), headers: response.headers };
}

function unreachable(url: string, error: unknown): NoCatalog {
  const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const reason = name === 'TimeoutError' ? `no answer within ${ANSWER_LIMIT_MS / 1000} s` : cause?.code ?? cause?.message ?? String(error);
  return new NoCatalog(`No catalog can be reached at ${url} (${reason})`, false);
}

function accepted(answer: Answer<unknown>, { url, method, path }: CatalogRequest): Answer<unknown> {
  if (answer.status < 400) return answer;
  const error = errorIn(answer);
  if (error) throw new CatalogRefusal(answer.status, error);
  throw new NoCatalog(`${method} ${url}${path} was answered with ${answer.status}, but not as a catalog answers`, true);
}

const errorIn = ({ body }: Answer<unknown>): { code: string; message: string } | undefined =>
  (body as { error?: { code: string; message: string } } | undefined)?.error;

const isTroubled = (answer: Answer<unknown>): boolean =>
  [502, 503, 504].includes(answer.status) || errorIn(answer)?.code === 'IDEMPOTENCY_KEY_IN_FLIGHT';

function queryOf(query: NonNullable<Call['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value ?? []].flat()) parameters.append(name, String(one));
  return parameters.size > 0 ? `?${parameters.toString()}` : '';
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
