/** A typed client of a catalog's public API, through its gateway and signed in as one user. */
import { type CatalogReader, catalogReader } from './catalog-reader.ts';
import { CatalogRefusal } from './catalog-refusal.ts';
import { ifFound } from './if-found.ts';
import type { Call, Method, PathOf, ReplyOf } from './operations.ts';
import type { Answer, CatalogRequest } from './send-request.ts';
import { LOGIN, type Retries, sendWithRetries } from './send-with-retries.ts';

export type CatalogClient = CatalogReader & {
  /** Resolves to an answer below 400, throws a CatalogRefusal for the others and CatalogUnreachable where no catalog answers. */
  send<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...call: object extends Call<M, P> ? [call?: Call<M, P>] : [call: Call<M, P>]
  ): Promise<Answer<ReplyOf<M, P>>>;
};

export type Credentials = { token: string } | { username: string; password: string };

type Options = {
  /** Of its gateway. */
  url: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  retries?: Retries;
};

const usualRetries: Retries = { attempts: 6, longestPauseMs: 30_000, whenUnreachable: false };

export const catalogClient = ({ token, ...options }: Options & { token: string }): CatalogClient =>
  clientOf((request) => sendAs(options, { ...request, token }));

/** Signs in at once, and again whenever the token has expired. */
export async function signIn({ credentials, ...options }: Options & { credentials: Credentials }): Promise<CatalogClient> {
  if ('token' in credentials) return catalogClient({ ...options, ...credentials });
  const newToken = async () => {
    const { body } = await sendAs(options, { method: 'POST', path: LOGIN, body: credentials });
    return (body as ReplyOf<'POST', typeof LOGIN>).access_token;
  };
  let token = await newToken();
  return clientOf(async (request) => {
    try {
      return await sendAs(options, { ...request, token });
    } catch (error) {
      if (!(error instanceof CatalogRefusal && error.status === 401)) throw error;
      token = await newToken();
      return sendAs(options, { ...request, token });
    }
  });
}

type Request = Omit<CatalogRequest, 'url' | 'headers' | 'signal'>;

const sendAs = ({ retries = usualRetries, ...options }: Options, request: Request): Promise<Answer> =>
  sendWithRetries({ ...options, ...request }, retries);

function clientOf(send: (request: Request) => Promise<Answer>): CatalogClient {
  return {
    ...catalogReader(async (_, path) => (await ifFound(send({ method: 'GET', path }))) ?? { status: 404, body: undefined }),
    // The services check what they answer with in their own tests.
    send: ((method: string, path: string, { params = {}, ...call }: { params?: Record<string, string> } = {}) =>
      send({ method, path: filled(path, params), ...call })) as CatalogClient['send'],
  };
}

const filled = (path: string, params: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
