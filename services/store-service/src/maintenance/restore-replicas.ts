/** Restores the replicas of one kind from their owner, all of them or those with certain ids; the newest version wins. */
import type { CatalogKind, CatalogLookups, CatalogReplicas } from '../replicas/index.ts';

type Restoring = {
  lookups: CatalogLookups;
  replicas: CatalogReplicas;
  /** Called with the number of each batch that has been restored. */
  restored: (count: number) => Promise<void>;
};

const IDS_AT_ONCE = 100;

export async function restoreAllReplicas(kind: CatalogKind, needs: Restoring): Promise<void> {
  const { lookups, replicas, restored } = needs;
  const unseen = new Set(await replicas[kind].ids());
  for await (const page of lookups.all(kind)) {
    for (const state of page) {
      await replicas[kind].restore(state as never);
      unseen.delete(state.id);
    }
    await restored(page.length);
  }
  // Those that were on no page are asked for by id, because they may have been created after their page was read.
  await restoreReplicas(kind, [...unseen], needs);
}

/** Those that the owner no longer has are marked as deleted. */
export async function restoreReplicas(kind: CatalogKind, ids: string[], { lookups, replicas, restored }: Restoring): Promise<void> {
  const own = replicas[kind];
  const gone = new Set(ids);
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const states = await lookups[kind](ids.slice(start, start + IDS_AT_ONCE));
    for (const state of states) {
      await own.restore(state as never);
      gone.delete(state.id);
    }
    await restored(states.length);
  }
  for (const replica of await own.findAll([...gone])) await own.markDeleted(replica);
}
