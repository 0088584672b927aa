/** Keeps, for a minute, what everybody may read: to be answered once more while the service behind it cannot be asked. */
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { Answer } from './upstreams.ts';

export type LastAnswers = {
  /** Gives back the answer to pass on; one that is worth keeping is read to its end first. */
  keep(key: string, answer: Answer): Promise<Answer>;
  /** With its `age`, if there is one that is young enough. */
  find(key: string): Answer | undefined;
};

const KEPT_MS = 60_000;
const LONGEST_BYTES = 65_536;
const MOST_ANSWERS = 500;

export function createLastAnswers({ keptMs = KEPT_MS, most = MOST_ANSWERS, now = () => performance.now() } = {}): LastAnswers {
  const kept = new Map<string, { answer: Answer; at: number }>();
  return {
    async keep(key, answer) {
      if (!isSmall(answer)) return answer;
      const whole = { ...answer, body: await buffer(answer.body as Readable) };
      kept.delete(key);
      kept.set(key, { answer: whole, at: now() });
      // A Map lists what was put in first, first.
      if (kept.size > most) kept.delete(kept.keys().next().value!);
      return whole;
    },
    find(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      const age = now() - found.at;
      if (age <= keptMs) return { ...found.answer, headers: { ...found.answer.headers, age: String(Math.floor(age / 1_000)) } };
      kept.delete(key);
      return undefined;
    },
  };
}

/** Without a length it may be of any size. */
const isSmall = ({ status, headers, body }: Answer): boolean =>
  status === 200 && body !== null && Number(headers['content-length'] ?? Infinity) <= LONGEST_BYTES;
