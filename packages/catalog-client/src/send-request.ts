/** Sends one HTTP request to a catalog, within a time limit, and reads the JSON of its answer. */
import { CatalogUnreachable } from './catalog-unreachable.ts';

export type Answer<T = unknown> = { status: number; body: T; headers: Headers };

export type CatalogRequest = {
  url: string;
  method: string;
  path: string;
  /** What is undefined is left out. */
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  ifMatch?: string | undefined;
  token?: string | undefined;
  /** Sent with every request, beside those that follow from the request. */
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
};

const ANSWER_LIMIT_MS = 15_000;

/** Any answer is a result; without one it throws CatalogUnreachable. */
export async function sendRequest(request: CatalogRequest): Promise<Answer> {
  const { url, method, path, query = {}, body, signal } = request;
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  try {
    const response = await fetch(url + path + queryString(query as Query), {
      method,
      headers: headersOf(request),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    return { status: response.status, body: parsed(await response.text()), headers: response.headers };
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(url, error);
  }
}

const headersOf = ({ body, idempotencyKey, ifMatch, token, headers }: CatalogRequest): Record<string, string> => ({
  ...headers,
  accept: 'application/json',
  ...(token && { authorization: `Bearer ${token}` }),
  ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  ...(ifMatch && { 'if-match': ifMatch }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
});

function unreachable(url: string, error: unknown): CatalogUnreachable {
  const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const reason =
    name === 'TimeoutError' ? `no answer within ${ANSWER_LIMIT_MS / 1000} s` : (cause?.code ?? cause?.message ?? String(error));
  return new CatalogUnreachable(`No catalog can be reached at ${url} (${reason})`, false);
}

type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? []].flat()) parameters.append(name, String(one));
  }
  return parameters.size > 0 ? `?${parameters.toString()}` : '';
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
