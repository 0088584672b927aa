/** Fills a new search index from MongoDB and then switches the alias to it, so that searches never find fewer offerings. */
import type { PublishedOfferings } from '../documents/index.ts';
import type { IndexSync, SearchIndex } from '../search-index/index.ts';

type Needs = { documents: PublishedOfferings; index: SearchIndex; sync: IndexSync; alive: () => Promise<void> };

const BATCH = 500;
const PASSES = 5;

export async function reindex({ documents, index, sync, alive }: Needs): Promise<number> {
  const fresh = await index.create();
  /** Id → its revision in the new index. */
  const copied = new Map<string, number>();

  /** Returns how many offerings had changed since they were copied. */
  async function copyChanges(): Promise<number> {
    const changed = (await documents.revisions()).filter(({ _id, revision }) => copied.get(_id) !== revision).map(({ _id }) => _id);
    for (let start = 0; start < changed.length; start += BATCH) {
      await alive();
      const batch = await documents.published(changed.slice(start, start + BATCH));
      await index.put(batch, fresh);
      for (const { _id, revision } of batch) copied.set(_id, revision);
    }
    return changed.length;
  }

  try {
    for (let pass = 0; pass < PASSES && (await copyChanges()) > 0; pass++) await alive();
    await index.switchTo(fresh);
  } catch (error) {
    await index.drop(fresh).catch(() => undefined);
    throw error;
  }
  await addPending(copied, { documents, sync });
  await index.dropAllBut(fresh);
  return copied.size;
}

/** The new index lacks what was written to the old one between the last copy and the switch. */
async function addPending(copied: Map<string, number>, { documents, sync }: Pick<Needs, 'documents' | 'sync'>): Promise<void> {
  const all = await documents.revisions();
  const now = new Set(all.map(({ _id }) => _id));
  await sync.beforeWrite(all.filter(({ _id, revision }) => copied.get(_id) !== revision));
  for (const [_id, revision] of copied) if (!now.has(_id)) await sync.beforeRemoval({ _id, revision });
  await sync.heal();
}
