/** Fills a new search index from MongoDB beside the one in use, then puts it in its place: searches never see fewer offerings. */
import type { PublishedOfferings } from '../documents/index.ts';
import type { IndexUpkeep, SearchIndex } from '../search-index/index.ts';

type Needs = { documents: PublishedOfferings; index: SearchIndex; upkeep: IndexUpkeep; alive: () => Promise<void> };

const BATCH = 500;
const PASSES = 5;

export async function reindex({ documents, index, upkeep, alive }: Needs): Promise<number> {
  const fresh = await index.create();
  /** Id → the revision the new index has. */
  const copied = new Map<string, number>();

  /** How many offerings had changed since they were copied. */
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
    for (let pass = 0; pass < PASSES && await copyChanges() > 0; pass++) await alive();
    await index.switchTo(fresh);
  } catch (error) {
    await index.drop(fresh).catch(() => undefined);
    throw error;
  }
  await settle(copied, { documents, upkeep });
  await index.dropAllBut(fresh);
  return copied.size;
}

/** What was written to the old index between the last copy and the switch is due in the new one. */
async function settle(copied: Map<string, number>, { documents, upkeep }: Pick<Needs, 'documents' | 'upkeep'>): Promise<void> {
  const all = await documents.revisions();
  const now = new Set(all.map(({ _id }) => _id));
  await upkeep.noteWrites(all.filter(({ _id, revision }) => copied.get(_id) !== revision));
  for (const [_id, revision] of copied) if (!now.has(_id)) await upkeep.noteRemoval({ _id, revision });
  await upkeep.heal();
}
