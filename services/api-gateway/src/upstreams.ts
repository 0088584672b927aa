/** The services behind the gateway: for each a pool of connections, its circuit and its bulkhead, and one attempt to get an answer from it. */
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { type Bulkhead, createBulkhead } from './bulkheads.ts';
import { type Circuit, type CircuitSettings, createCircuit } from './breakers.ts';
import {
  ClientGone, connectionFailure, DeadlinePassed, deadlineFailure, ownErrorCode, statusFailure, UpstreamFailure,
} from './failures.ts';
import { type Headers, replyHeaders } from './headers.ts';
import { type Upstream, upstreams } from './routes.ts';

export type Attempt = {
  method: string;
  path: string;
  headers: Headers;
  body: Readable | Buffer | null;
  /** What the client did wrong, if it did, while the body was sent. */
  clientFault: () => Error | undefined;
  /** Aborted with DeadlinePassed or ClientGone. */
  signal: AbortSignal;
};

/** `body` is null where the status or the method has none, and streams unless it is small. */
export type Answer = { status: number; headers: Headers; body: Readable | Buffer | null };

export type UpstreamClient = {
  name: Upstream;
  circuit: Circuit;
  /** Resolves when the answer begins; a failure to end it counts for the circuit too. Throws UpstreamFailure, BrokenCircuitError,
   * a Rejection when too much is in flight already, or what the client did wrong. */
  send(attempt: Attempt): Promise<Answer>;
  /** For the gateway itself, past the circuit: a small JSON document. */
  read(path: string, limitMs: number): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};
export type UpstreamSettings = Partial<CircuitSettings> & { mostInFlight: number };
export type UpstreamClients = Record<Upstream, UpstreamClient>;

const CONNECT_MS = 2_000;
const READ_MS = 4_000;
const SMALL_BODY_BYTES = 65_536;
const ERROR_BODY_BYTES = 65_536;

export const connectUpstreams = (addresses: Record<Upstream, string>, { mostInFlight, ...circuits }: UpstreamSettings): UpstreamClients =>
  Object.fromEntries(upstreams.map((name) =>
    [name, upstreamAt(addresses[name], createCircuit(name, circuits), createBulkhead(name, mostInFlight))])) as UpstreamClients;

function upstreamAt(address: string, circuit: Circuit, { name, most, admit }: Bulkhead): UpstreamClient {
  const pool = new Pool(new URL(address).origin, {
    // As many as may be in flight, so that nothing queues here.
    connections: most,
    connect: { timeout: CONNECT_MS },
    // The attempt's own signal knows better how long an answer may take to begin.
    headersTimeout: 0,
    bodyTimeout: READ_MS,
  });
  return {
    name,
    circuit,
    send: (attempt) =>
      new Promise((resolve, reject) => {
        admit(() => circuit.execute(async () => {
          const { answer, ended } = await exchange(pool, name, attempt);
          resolve(answer);
          await ended;
        })).catch(reject);
      }),
    async read(path, limitMs) {
      const { statusCode, body } = await pool.request({ method: 'GET', path, signal: AbortSignal.timeout(limitMs) });
      return { status: statusCode, body: await body.json() };
    },
    close: () => pool.destroy(),
  };
}

async function exchange(pool: Pool, upstream: Upstream, attempt: Attempt): Promise<{ answer: Answer; ended: Promise<void> }> {
  const { method, path, headers, body, signal } = attempt;
  try {
    const response = await pool.request({ method, path, headers, body, signal });
    const { statusCode: status } = response;
    const answer = { status, headers: replyHeaders(response.headers), body: response.body };
    if (status >= 500) return await serverError(answer, upstream, method);
    if (!hasBody(method, status)) {
      await response.body.dump();
      return { answer: { ...answer, body: null }, ended: Promise.resolve() };
    }
    if (isSmall(answer.headers)) {
      const whole = Buffer.from(await response.body.arrayBuffer());
      return { answer: { ...answer, body: whole }, ended: Promise.resolve() };
    }
    return { answer, ended: ending(response.body, upstream) };
  } catch (error) {
    throw reasonOf(error, attempt, upstream);
  }
}

/** A refusal of our own that only says that something further back is unavailable does not speak against this upstream. */
async function serverError(answer: Answer & { body: Dispatcher.ResponseData['body'] }, upstream: Upstream, method: string) {
  const { status } = answer;
  const body = await bufferOf(answer.body);
  const code = body && ownErrorCode(status, body);
  const own = code ? { ...answer, body: hasBody(method, status) ? body : null } : undefined;
  if (own && code === 'SERVICE_UNAVAILABLE') return { answer: own, ended: Promise.resolve() };
  throw statusFailure(status, upstream, own);
}

async function bufferOf(body: Dispatcher.ResponseData['body']): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    const chunk = part as Buffer;
    size += chunk.length;
    if (size > ERROR_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Read whole before it is passed on: cheaper than a stream, and if the upstream breaks off, a read can be tried again. */
const isSmall = (headers: Headers): boolean => Number(headers['content-length'] ?? Infinity) <= SMALL_BODY_BYTES;

/** A body cut short by the upstream is its failure; one that the client or a deadline of ours cut is not. */
const ending = (body: Readable, upstream: Upstream): Promise<void> =>
  finished(body, { writable: false }).catch((error: NodeJS.ErrnoException) => {
    const isOurs = error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error instanceof ClientGone || error instanceof DeadlinePassed;
    if (!isOurs) throw connectionFailure(error, upstream);
  });

/** The client's own fault comes first: whatever else went wrong followed from it, and says nothing about the upstream. */
function reasonOf(error: unknown, { clientFault, signal }: Attempt, upstream: Upstream): unknown {
  if (error instanceof UpstreamFailure) return error;
  if (signal.reason instanceof ClientGone) return signal.reason;
  const fault = clientFault();
  if (fault) return fault;
  if (!signal.aborted) return connectionFailure(error, upstream);
  return deadlineFailure(upstream);
}

const hasBody = (method: string, status: number): boolean => method !== 'HEAD' && status !== 204 && status !== 205 && status !== 304;
