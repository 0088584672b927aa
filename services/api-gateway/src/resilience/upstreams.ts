/** The services behind the gateway: for each a pool of connections, its circuit and its bulkhead, and one client's request to it, tried as often as may be. */
import { showUndiciPool } from '@catalog/http/client';
import { Pool } from 'undici';
import { type Answer, type Attempt, exchange, UpstreamFailure, type Watch } from '../exchange/index.ts';
import { type Upstream, upstreams } from '../routing/index.ts';
import { type Bulkhead, createBulkhead } from './bulkhead.ts';
import { type Circuit, type CircuitSettings, createCircuit } from './circuit.ts';
import { retried } from './retry.ts';

/** One request of one client. */
export type Asking = {
  /** On whose account. */
  who: string;
  watch: Watch;
  /** What to send, each time. */
  attempt: () => Attempt;
  mayRetry: (failure: UpstreamFailure) => boolean;
};
export type UpstreamClient = {
  name: Upstream;
  circuit: Circuit;
  /** Resolves when the answer begins. Counts once for the circuit, by how it ends; a failure to end the answer is one. Throws UpstreamFailure,
   * BrokenCircuitError, a Rejection when too much is in flight already, or what the client did wrong. */
  send(asking: Asking): Promise<Answer>;
  /** For the gateway itself, past the circuit: a small JSON document. */
  read(path: string, limitMs: number): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};
export type UpstreamSettings = Partial<CircuitSettings> & { mostInFlight: number; lostMs: () => number };
export type UpstreamClients = Record<Upstream, UpstreamClient>;

const CONNECT_MS = 2_000;
const READ_MS = 4_000;
const READY_MS = 1_000;

export const connectUpstreams = (addresses: Record<Upstream, string>, settings: UpstreamSettings): UpstreamClients =>
  Object.fromEntries(upstreams.map((name) => [name, upstreamAt(name, addresses[name], settings)])) as UpstreamClients;

function upstreamAt(name: Upstream, address: string, { mostInFlight, lostMs, ...settings }: UpstreamSettings): UpstreamClient {
  const { origin } = new URL(address);
  const pool = new Pool(origin, {
    // As many as may be in flight, so that nothing queues here.
    connections: mostInFlight,
    connect: { timeout: CONNECT_MS },
    // The attempt's own signal knows better how long an answer may take to begin.
    headersTimeout: 0,
    bodyTimeout: READ_MS,
  });
  const hide = showUndiciPool(name, pool);
  const read: UpstreamClient['read'] = async (path, limitMs) => {
    const { statusCode, body } = await pool.request({ method: 'GET', path, signal: AbortSignal.timeout(limitMs) });
    return { status: statusCode, body: await body.json() };
  };
  const isReady = () => read('/health/ready', READY_MS).then(({ status }) => status === 200, () => false);
  const circuit = createCircuit(name, { isReady, lostMs }, settings);
  const bulkhead = createBulkhead(name, mostInFlight);
  const send = sending(circuit, bulkhead, (attempt, begun) => exchange(pool, { upstream: name, origin, attempt, begun }));
  return { name, circuit, send, read, close: () => pool.destroy().finally(hide) };
}

type Exchanging = (attempt: Attempt, begun: (answer: Answer) => void) => Promise<void>;

const sending = (circuit: Circuit, { admit }: Bulkhead, exchanging: Exchanging): UpstreamClient['send'] =>
  ({ who, watch, attempt, mayRetry }) => new Promise((resolve, reject) => {
    let hasBegun = false;
    const begun = (answer: Answer) => {
      hasBegun = true;
      resolve(answer);
    };
    const once = () => admit(who, () => exchanging(attempt(), begun));
    const mayTryAgain = (error: unknown) => !hasBegun && circuit.state() === 'closed' && error instanceof UpstreamFailure && mayRetry(error);
    circuit.execute(who, () => retried(once, { mayRetry: mayTryAgain, watch })).catch(reject);
  });
