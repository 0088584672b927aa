/** The services behind the gateway: for each a pool of connections, its circuit and its bulkhead, and one attempt to get an answer from it. */
import { showUndiciPool } from '@catalog/http/client';
import { Pool } from 'undici';
import { type Bulkhead, createBulkhead } from './bulkheads.ts';
import { type Circuit, type CircuitSettings, createCircuit } from './breakers.ts';
import { type Answer, type Attempt, exchange } from './exchange.ts';
import { type Upstream, upstreams } from './routes.ts';

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

export const connectUpstreams = (addresses: Record<Upstream, string>, { mostInFlight, ...circuits }: UpstreamSettings): UpstreamClients =>
  Object.fromEntries(upstreams.map((name) =>
    [name, upstreamAt(addresses[name], createCircuit(name, circuits), createBulkhead(name, mostInFlight))])) as UpstreamClients;

function upstreamAt(address: string, circuit: Circuit, { name, most, admit }: Bulkhead): UpstreamClient {
  const { origin } = new URL(address);
  const pool = new Pool(origin, {
    // As many as may be in flight, so that nothing queues here.
    connections: most,
    connect: { timeout: CONNECT_MS },
    // The attempt's own signal knows better how long an answer may take to begin.
    headersTimeout: 0,
    bodyTimeout: READ_MS,
  });
  const hide = showUndiciPool(name, pool);
  return {
    name,
    circuit,
    send: (attempt) =>
      new Promise((begun, reject) => {
        admit(() => circuit.execute(() => exchange(pool, { upstream: name, origin, attempt, begun }))).catch(reject);
      }),
    async read(path, limitMs) {
      const { statusCode, body } = await pool.request({ method: 'GET', path, signal: AbortSignal.timeout(limitMs) });
      return { status: statusCode, body: await body.json() };
    },
    close: () => pool.destroy().finally(hide),
  };
}
