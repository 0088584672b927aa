/** Keeps public answers for a minute, to be served while the service behind them is unavailable (as `stale-if-error` does). */
import { CORRELATION_HEADER } from '@catalog/contracts';
import { counter } from '@catalog/observability';
import { LRUCache } from 'lru-cache';
import type { Answer } from '../exchange/index.ts';

export type LastAnswers = {
  /** Keeps a successful answer, unless it is streamed. */
  keep(key: string, answer: Answer): void;
  /** The kept answer with its `age`; undefined if there is none, or it is too old. */
  find(key: string): Answer | undefined;
};

const KEPT_MS = 60_000;
const MAX_ANSWERS = 500;

export function createLastAnswers({ keptMs = KEPT_MS, max = MAX_ANSWERS, now = () => performance.now() } = {}): LastAnswers {
  const answers = new LRUCache<string, Answer>({ max, ttl: keptMs, ttlResolution: 0, perf: { now } });
  return {
    keep(key, answer) {
      if (answer.status !== 200 || !(answer.body instanceof Buffer)) return;
      // Each answer gets the correlation id of its own request.
      const { [CORRELATION_HEADER]: _, ...headers } = answer.headers;
      // Copied, as a chunk keeps the socket's whole read buffer alive.
      answers.set(key, { ...answer, headers, body: Buffer.from(answer.body) });
    },
    find(key) {
      const answer = answers.get(key);
      lookups.inc({ outcome: answer ? 'hit' : 'miss' });
      if (!answer) return undefined;
      const ageMs = keptMs - answers.getRemainingTTL(key);
      return { ...answer, headers: { ...answer.headers, age: String(Math.floor(ageMs / 1_000)) } };
    },
  };
}

const lookups = counter({
  name: 'gateway_last_answers_total',
  help: 'Lookups of a last answer while a service is unavailable',
  labels: ['outcome'],
});
