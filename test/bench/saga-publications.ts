/** Publications as a catalog manager sees them: how long until PUBLISHED, and until a customer finds the offering in the store. */
import { eventually } from '../support/eventually.ts';
import type { Draft, Manager } from '../chaos/saga-manager.ts';

export type PublicationTimes = { publishedMs: number; visibleMs: number };

const VISIBLE_WITHIN_MS = 60_000;
/** The error of `visibleMs`. */
const LOOK_EVERY_MS = 10;

/** `published_at` is noted by the service as it confirms, `visibleMs` ends with the answer that shows the offering. */
export async function timePublication(draft: Draft, manager: Manager, storeUrl: string): Promise<PublicationTimes> {
  const begun = Date.now();
  await manager.publish(draft);
  const shown = await eventually(() => shownInStore(storeUrl, draft.id), { within: VISIBLE_WITHIN_MS, every: LOOK_EVERY_MS });
  return { publishedMs: Date.parse(shown.published_at) - begun, visibleMs: Date.now() - begun };
}

async function shownInStore(storeUrl: string, id: string): Promise<{ published_at: string }> {
  const response = await fetch(`${storeUrl}/api/v1/store/offerings/${id}`, { signal: AbortSignal.timeout(VISIBLE_WITHIN_MS) });
  if (response.status !== 200) throw new Error(`the store answered ${response.status}`);
  return (await response.json()) as { published_at: string };
}
