/** Refreshes offerings a batch at a time. */
import type { RefreshOffering } from '../projection/index.ts';

/** Calls made at the same time are worked on together. */
const BATCH = 50;

export async function refreshAll(ids: string[], refresh: RefreshOffering, done: (count: number) => Promise<void>): Promise<void> {
  const rest = [...new Set(ids)];
  while (rest.length > 0) {
    const batch = rest.splice(0, BATCH);
    await Promise.all(batch.map(refresh));
    await done(batch.length);
  }
}
