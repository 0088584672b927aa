/** Tries again after 1, 2 and 4 s with full jitter, as long as the wait ends before the deadline; the last failure is thrown. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Watch } from '../exchange/index.ts';

const DELAYS_MS = [1_000, 2_000, 4_000] as const;

export async function retried<T>(
  attempt: () => Promise<T>,
  { mayRetry, watch }: { mayRetry: (error: unknown) => boolean; watch: Pick<Watch, 'deadline' | 'signal'> },
): Promise<T> {
  for (const longest of DELAYS_MS) {
    try {
      return await attempt();
    } catch (error) {
      const wait = Math.random() * longest;
      if (!mayRetry(error) || performance.now() + wait >= watch.deadline) throw error;
      await delay(wait, undefined, { signal: watch.signal });
    }
  }
  return attempt();
}
