/** Calls the engine's REST API within a time limit, with JSON in and out; whatever is not 2xx becomes an EngineRefusal. */
import { refuseInTransaction } from '@catalog/observability';
import { handleWhen, retry } from 'cockatiel';
import { type Dispatcher, request } from 'undici';

type EngineCall = {
  method?: Dispatcher.HttpMethod;
  path: string;
  query?: Record<string, string | number | boolean>;
  json?: unknown;
  form?: FormData;
};

export type Engine = {
  /** Without credentials. */
  url: string;
  headers: Record<string, string>;
  call(call: EngineCall): Promise<unknown>;
};

export class EngineRefusal extends Error {
  readonly status: number;

  constructor(status: number, answer: string) {
    super(`Camunda answered ${status}: ${answer.slice(0, 500).toWellFormed()}`);
    this.name = 'EngineRefusal';
    this.status = status;
  }
}

export const REQUEST_LIMIT_MS = 10_000;
const MOST_RETRIES = 2;

/** `camundaUrl` is …/engine-rest, with user:password for basic authentication if need be. */
export function engineAt(camundaUrl: string, limitMs = REQUEST_LIMIT_MS): Engine {
  const { url, headers } = addressOf(camundaUrl);

  async function attempt({ method, path, query, json, form }: EngineCall): Promise<unknown> {
    const sent = await encoded(json, form);
    const { statusCode, body } = await request(url + path, {
      method: method ?? (sent ? 'POST' : 'GET'),
      headers: { accept: 'application/json', ...headers, ...(sent && { 'content-type': sent.type }) },
      body: sent?.body ?? null,
      signal: AbortSignal.timeout(limitMs),
      ...(query && { query }),
    });
    const text = await body.text();
    if (statusCode < 200 || statusCode > 299) throw new EngineRefusal(statusCode, text);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  return {
    url,
    headers,
    async call(call) {
      refuseInTransaction('A call to the engine');
      return retriedOnCollision.execute(() => attempt(call));
    },
  };
}

/** Somebody changed the same process meanwhile: the engine has done nothing, and will if it is asked again. */
const isCollision = (error: unknown): boolean => error instanceof EngineRefusal && error.message.includes('OptimisticLockingException');

const retriedOnCollision = retry(handleWhen(isCollision), { maxAttempts: MOST_RETRIES });

/** A form is encoded at once: sent in chunks the engine would wait for it for ever. */
async function encoded(json: unknown, form: FormData | undefined): Promise<{ type: string; body: string | Buffer } | undefined> {
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) };
  if (form === undefined) return undefined;
  const response = new Response(form);
  return { type: response.headers.get('content-type') ?? '', body: Buffer.from(await response.arrayBuffer()) };
}

function addressOf(camundaUrl: string): Pick<Engine, 'url' | 'headers'> {
  const url = new URL(camundaUrl);
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  const credentials = Buffer.from(`${user}:${password}`).toString('base64');
  return { url: url.href.replace(/\/+$/, ''), headers: user === '' ? {} : { authorization: `Basic ${credentials}` } };
}
