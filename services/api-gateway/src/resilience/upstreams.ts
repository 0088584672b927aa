/** A client for each service behind the gateway: a connection pool, a circuit, a bulkhead, and retries. */
import { showUndiciPool } from '@catalog/http/client';
import { Pool } from 'undici';
import { type Answer, type Attempt, exchange, type RequestDeadline, UpstreamFailure } from '../exchange/index.ts';
import { type Upstream, upstreams } from '../routing/index.ts';
import { type Bulkhead, createBulkhead } from './bulkhead.ts';
import { type Circuit, type CircuitSettings, createCircuit } from './circuit.ts';
import { retry } from './retry.ts';

/** A client's request, whatever number of attempts it takes. */
type UpstreamRequest = {
  /** The caller it is counted for. */
  who: string;
  deadline: RequestDeadline;
  /** Makes what to send, anew for each attempt. */
  attempt: () => Attempt;
  mayRetry: (failure: UpstreamFailure) => boolean;
};
export type UpstreamClient = {
  name: Upstream;
  circuit: Circuit;
  /** Resolves when the answer begins; counts once for the circuit, when the answer ends or breaks off. Throws UpstreamFailure,
   * BrokenCircuitError, a Rejection when too many requests are in flight, or the reason why the request was aborted. */
  send(request: UpstreamRequest): Promise<Answer>;
  /** Reads a small JSON document for the gateway itself, past circuit and bulkhead. */
  read(path: string, limitMs: number): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};
type UpstreamSettings = Partial<CircuitSettings> & { maxInFlight: number; lagMs: () => number };
export type UpstreamClients = Record<Upstream, UpstreamClient>;

const CONNECT_MS = 2_000;
const READ_MS = 4_000;
const READY_MS = 1_000;

export const connectUpstreams = (addresses: Record<Upstream, string>, settings: UpstreamSettings): UpstreamClients =>
  Object.fromEntries(upstreams.map((name) => [name, connectUpstream(name, addresses[name], settings)])) as UpstreamClients;

function connectUpstream(name: Upstream, address: string, { maxInFlight, lagMs, ...settings }: UpstreamSettings): UpstreamClient {
  const { origin } = new URL(address);
  const pool = new Pool(origin, {
    // As many as the bulkhead lets through, so that nothing queues here.
    connections: maxInFlight,
    connect: { timeout: CONNECT_MS },
    // The request's deadline decides how long an answer may take to begin.
    headersTimeout: 0,
    bodyTimeout: READ_MS,
  });
  const hide = showUndiciPool(name, pool);
  const read: UpstreamClient['read'] = async (path, limitMs) => {
    const { statusCode, body } = await pool.request({ method: 'GET', path, signal: AbortSignal.timeout(limitMs) });
    return { status: statusCode, body: await body.json() };
  };
  const isReady = () =>
    read('/health/ready', READY_MS).then(
      ({ status }) => status === 200,
      () => false,
    );
  const circuit = createCircuit(name, { isReady, lagMs }, settings);
  const bulkhead = createBulkhead(name, maxInFlight);
  const send = sender(circuit, bulkhead, (attempt, onAnswer) => exchange(pool, { upstream: name, origin, attempt, onAnswer }));
  return { name, circuit, send, read, close: () => pool.destroy().finally(hide) };
}

type RunExchange = (attempt: Attempt, onAnswer: (answer: Answer) => void) => Promise<void>;

const sender =
  (circuit: Circuit, { admit }: Bulkhead, runExchange: RunExchange): UpstreamClient['send'] =>
  ({ who, deadline, attempt, mayRetry }) =>
    new Promise((resolve, reject) => {
      let hasAnswer = false;
      const onAnswer = (answer: Answer) => {
        hasAnswer = true;
        resolve(answer);
      };
      const once = () => admit(who, () => runExchange(attempt(), onAnswer));
      const mayRetryNow = (error: unknown) =>
        !hasAnswer && circuit.state() === 'closed' && error instanceof UpstreamFailure && mayRetry(error);
      circuit.execute(who, () => retry(once, { mayRetry: mayRetryNow, deadline })).catch(reject);
    });
