/** Sends requests at a steady rate from clients that never retry: reads, and now and then a write. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../bench/quantile.ts';

export type Load = { stop(): Promise<Outcome> };
/**
 * `failures`: each kind with how often, when the first and the last were sent, in seconds since the start, and how long the slowest took.
 */
export type Outcome = { sent: number; failed: number; failures: string[]; p50Ms: number; p99Ms: number };
export type Wanted = { gateway: string; token: string; perSecond: number; paths: readonly string[]; writes?: boolean };

const ANSWER_WITHIN_MS = 15_000;
/** Every tenth request writes. */
const WRITE_EVERY = 10;

/** A page of the web pages, and something of every service. */
export const everywhere = [
  '/',
  '/api/v1/store/offerings',
  '/api/v1/offerings',
  '/api/v1/prices',
  '/api/v1/characteristics',
  '/api/v1/specifications',
  '/api/v1/auth/me',
] as const;

export function startLoad({ gateway, token, perSecond, paths, writes = false }: Wanted): Load {
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const failures = new Map<string, Failure[]>(),
    took: number[] = [];
  const start = performance.now();
  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
      await Promise.all(underWay);
      const [p50Ms, p99Ms] = [quantile(took, 0.5), quantile(took, 0.99)].map(Math.round) as [number, number];
      return { sent: took.length, failed: [...failures.values()].flat().length, failures: [...failures].map(told), p50Ms, p99Ms };
    },
  };

  async function run(): Promise<void> {
    for (let sent = 0; !stopped.signal.aborted; sent += 1) {
      const request = send(sent).finally(() => underWay.delete(request));
      underWay.add(request);
      await delay(Math.max(0, start + ((sent + 1) * 1_000) / perSecond - performance.now()), undefined, { signal: stopped.signal }).catch(
        () => undefined,
      );
    }
  }

  async function send(number: number): Promise<void> {
    const isWrite = writes && number % WRITE_EVERY === 0;
    const path = isWrite ? '/api/v1/characteristics' : paths[number % paths.length]!;
    const since = performance.now();
    const failed = (why: string) => {
      const kind = `${isWrite ? 'POST' : 'GET'} ${path} ${why}`;
      failures.set(kind, [...(failures.get(kind) ?? []), { sentMs: since - start, tookMs: performance.now() - since }]);
    };
    try {
      const response = await fetch(gateway + path, {
        ...(isWrite && { method: 'POST', body: JSON.stringify({ name: `Load ${randomUUID()}`, value: '1', unit_of_measure: 'Mbps' }) }),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (!response.ok) failed(`${response.status} ${messageIn(text)}`);
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string } };
      failed(cause?.code ?? message);
    }
    took.push(performance.now() - since);
  }
}

type Failure = { sentMs: number; tookMs: number };

function told([kind, all]: [string, Failure[]]): string {
  const [first, last] = [all[0], all.at(-1)].map((each) => inSeconds(each?.sentMs ?? 0));
  return `${all.length} × ${kind}, sent ${first} to ${last} s after the start, failed within ${inSeconds(Math.max(...all.map(({ tookMs }) => tookMs)))} s`;
}

const inSeconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(1);

/** What the catalog says of it, or else whoever answered in its place. */
function messageIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return `${error.code}: ${error.message}`;
  } catch {
    return text.slice(0, 100);
  }
}
