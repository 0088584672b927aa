/** Keeps the search index equal to MongoDB: at once while it works, and by a loop that heals whatever was missed when it did not. */
import { log } from '@catalog/observability';
import { type Repeated, repeatedly } from '@catalog/timing';
import type { Collection, Db } from 'mongodb';
import type { PublishedOfferings, StoredOffering } from '../documents/index.ts';
import type { DueForIndex, Revision } from './pending-index-writes.ts';
import type { SearchAvailability } from './search-availability.ts';
import { SearchIndexRefusal, SearchIndexUnavailable } from './search-index-errors.ts';
import type { SearchIndex } from './search-index.ts';

/** In the collection, the revision is the one after the last that was shown. */
type Removal = Revision;

export type IndexUpkeep = ReturnType<typeof indexUpkeep>;

const BATCH = 500;
const PAUSE_MS = 1_000;
/** Writes under way index what they write themselves. */
const UNDER_WAY_MS = 2_000;
/** Longer than any write takes: a revision still not written then never will be. */
const GIVEN_UP_MS = 60_000;

export function indexUpkeep({ database, due, documents, index, availability }: {
  database: Db;
  due: DueForIndex;
  documents: PublishedOfferings;
  index: SearchIndex;
  availability: SearchAvailability;
}) {
  const removals: Collection<Removal> = database.collection<Removal>('pending_search_removals');

  /** What fails here is left to the loop. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    if (!availability.usable()) return;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SearchIndexUnavailable)) throw error;
      availability.lost(error);
    }
  }

  async function put(batch: StoredOffering[]): Promise<void> {
    const refused = await index.put(batch);
    // Trying the same again would be refused again: it waits for its next write, or for a rebuild.
    if (refused.length > 0) log.error('The search index refuses offerings', { offering_ids: refused });
    await due.settle(batch);
  }

  async function remove(batch: Removal[]): Promise<void> {
    await index.remove(batch);
    for (const { _id, revision } of batch) await removals.deleteOne({ _id, revision });
  }

  /** A document that came back after its removal was noted is not taken from the index. */
  async function stillRemoved(batch: Removal[]): Promise<Removal[]> {
    const published = await documents.shown(batch.map(({ _id }) => _id));
    const back = new Set(published.map(({ id }) => id));
    for (const { _id, revision } of batch.filter((one) => back.has(one._id))) await removals.deleteOne({ _id, revision });
    return batch.filter(({ _id }) => !back.has(_id));
  }

  /** What is noted may be further than its document, if its write is still under way, or was lost to another's. */
  async function indexNoted(until: Date): Promise<void> {
    for (let noted = await due.notedUntil(until, BATCH); noted.length > 0; noted = await due.notedUntil(until, BATCH)) {
      const published = await documents.published([...new Set(noted.map(({ _id }) => _id))]);
      await put(published);
      const revisions = new Map(published.map(({ _id, revision }) => [_id, revision]));
      const forgotten = Date.now() - GIVEN_UP_MS;
      const done = noted.filter(({ _id, revision, noted_at }) => revision <= (revisions.get(_id) ?? 0) || noted_at.getTime() < forgotten);
      await due.settle(done);
      if (done.length === 0) return;
    }
  }

  async function removeNoted(): Promise<void> {
    const noted = await removals.find().limit(BATCH).toArray();
    if (noted.length > 0) await remove(await stillRemoved(noted));
    if (noted.length < BATCH) availability.restored();
  }

  async function heal(until = new Date()): Promise<void> {
    await index.ensure(async () => due.note(await documents.revisions()));
    await indexNoted(until);
    await removeNoted();
  }

  /** What the index refuses, or MongoDB fails in, leaves it as usable as it was. */
  function notHealed(error: unknown): void {
    if (error instanceof SearchIndexUnavailable) availability.lost(error);
    if (error instanceof SearchIndexRefusal) log.error('The search index refuses to be healed', { error });
    else log.debug('Search index not healed yet', { error });
  }

  return {
    /** To be called before the documents are written, so that a crash in between forgets nothing. */
    noteWrites: due.note,

    dueAmong: due.among,

    written: (batch: StoredOffering[]): Promise<void> => attempt(() => put(batch)),

    /** To be called before the document is removed, so that a crash in between forgets nothing. */
    noteRemoval: ({ _id, revision }: Removal): Promise<unknown> =>
      removals.updateOne({ _id }, { $set: { revision: revision + 1 } }, { upsert: true }),

    removed: ({ _id, revision }: Removal): Promise<void> => attempt(() => remove([{ _id, revision: revision + 1 }])),

    heal: () => heal(),

    /** Heals every second until stopped. */
    start: (): Repeated => repeatedly({
      everyMs: PAUSE_MS,
      work: () => heal(new Date(Date.now() - (availability.usable() ? UNDER_WAY_MS : 0))),
      onFailure: notHealed,
    }),
  };
}
