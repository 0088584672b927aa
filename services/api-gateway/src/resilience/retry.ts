/** Retries after 1, 2 and 4 s with full jitter, as long as the wait ends before the deadline; then the last error is thrown. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestDeadline } from '../exchange/index.ts';

const DELAYS_MS = [1_000, 2_000, 4_000] as const;

export async function retry<T>(
  attempt: () => Promise<T>,
  { mayRetry, deadline }: { mayRetry: (error: unknown) => boolean; deadline: Pick<RequestDeadline, 'endsAt' | 'signal'> },
): Promise<T> {
  for (const longest of DELAYS_MS) {
    try {
      return await attempt();
    } catch (error) {
      const wait = Math.random() * longest;
      if (!mayRetry(error) || performance.now() + wait >= deadline.endsAt) throw error;
      await delay(wait, undefined, { signal: deadline.signal });
    }
  }
  return attempt();
}
