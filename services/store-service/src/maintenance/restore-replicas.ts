/** Brings the store's replicas of one kind to what their owner has now: all of them, or those of some ids; the newest version wins. */
import type { CatalogKind, CatalogLookups, ReferenceData } from '../replicas/index.ts';

export type Restoring = {
  lookups: CatalogLookups;
  replicas: ReferenceData;
  /** Told how many more have been restored. */
  seen: (count: number) => Promise<void>;
};

const IDS_AT_ONCE = 100;

export async function restoreAll(kind: CatalogKind, needs: Restoring): Promise<void> {
  const { lookups, replicas, seen } = needs;
  const unseen = new Set(await replicas[kind].ids());
  for await (const page of lookups.all(kind)) {
    for (const state of page) {
      await replicas[kind].restore(state as never);
      unseen.delete(state.id);
    }
    await seen(page.length);
  }
  // What no page had is asked for by id: it may have been created since its page was read.
  await restoreSome(kind, [...unseen], needs);
}

/** What the owner knows no more is marked deleted. */
export async function restoreSome(kind: CatalogKind, ids: string[], { lookups, replicas, seen }: Restoring): Promise<void> {
  const own = replicas[kind];
  const gone = new Set(ids);
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const states = await lookups[kind](ids.slice(start, start + IDS_AT_ONCE));
    for (const state of states) {
      await own.restore(state as never);
      gone.delete(state.id);
    }
    await seen(states.length);
  }
  for (const replica of await own.findAll([...gone])) await own.markDeleted(replica);
}
