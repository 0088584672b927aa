/** Keeps, for a minute, what everybody may read: to be answered once more while the service behind it cannot be asked. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import { counter } from '@catalog/observability';
import type { Answer } from '../exchange/index.ts';

export type LastAnswers = {
  /** Keeps it if it is good, and is not streamed. */
  keep(key: string, answer: Answer): void;
  /** With its `age`, if there is one that is young enough. */
  find(key: string): Answer | undefined;
};

const KEPT_MS = 60_000;
const MOST_ANSWERS = 500;

export function createLastAnswers({ keptMs = KEPT_MS, most = MOST_ANSWERS, now = () => performance.now() } = {}): LastAnswers {
  const kept = new Map<string, { answer: Answer; at: number }>();
  return {
    keep(key, answer) {
      if (answer.status !== 200 || !(answer.body instanceof Buffer)) return;
      // Each request has an id of its own.
      const { [CORRELATION_HEADER]: _, ...headers } = answer.headers;
      kept.delete(key);
      // A part of what a socket read would keep all of it alive.
      kept.set(key, { answer: { ...answer, headers, body: Buffer.from(answer.body) }, at: now() });
      // A Map lists what was put in first, first.
      if (kept.size > most) kept.delete(kept.keys().next().value!);
    },
    find(key) {
      const found = kept.get(key);
      const age = found ? now() - found.at : Infinity;
      lookups.inc({ outcome: age <= keptMs ? 'hit' : 'miss' });
      if (found && age <= keptMs) return { ...found.answer, headers: { ...found.answer.headers, age: String(Math.floor(age / 1_000)) } };
      kept.delete(key);
      return undefined;
    },
  };
}

const lookups = counter({
  name: 'gateway_last_answers_total', help: 'Looks for an answer to be given again while a service cannot be asked', labels: ['outcome'],
});
