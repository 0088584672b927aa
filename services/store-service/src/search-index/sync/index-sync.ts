/** Keeps the search index equal to MongoDB: writes are indexed at once, and a loop catches up on what was missed during an outage. */
import { log } from '@catalog/observability';
import { type Repeated, repeatedly } from '@catalog/timing';
import type { Db } from 'mongodb';
import type { PublishedOfferings, StoredOffering } from '../../documents/index.ts';
import type { SearchAvailability } from '../search-availability.ts';
import { SearchIndexRefusal, SearchIndexUnavailable } from '../translate-errors.ts';
import type { SearchIndex } from '../search-index.ts';
import { pendingIndexRemovals, type Removal } from './pending-index-removals.ts';
import type { PendingIndexWrites, Revision } from './pending-index-writes.ts';

export type IndexSync = ReturnType<typeof indexSync>;

const BATCH = 500;
const PAUSE_MS = 1_000;
/** A write that is younger may still be under way, and then indexes its document itself. */
const WRITE_UNDER_WAY_MS = 2_000;
/** Longer than any write takes: a revision that is not stored by then never will be. */
const WRITE_GIVEN_UP_MS = 60_000;

export function indexSync({
  database,
  pendingWrites,
  documents,
  index,
  availability,
}: {
  database: Db;
  pendingWrites: PendingIndexWrites;
  documents: PublishedOfferings;
  index: SearchIndex;
  availability: SearchAvailability;
}) {
  const pendingRemovals = pendingIndexRemovals(database);

  /** What Elasticsearch cannot take now is left to the loop. */
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
    // Not tried again, as the index would refuse it again: it waits for its next revision, or for a rebuild.
    if (refused.length > 0) log.error('The search index refuses offerings', { offering_ids: refused });
    await pendingWrites.remove(batch);
  }

  async function remove(batch: Removal[]): Promise<void> {
    await index.remove(batch);
    await pendingRemovals.remove(batch);
  }

  /** Drops those whose document has been published again, and returns the others. */
  async function stillRemoved(batch: Removal[]): Promise<Removal[]> {
    const published = await documents.shown(batch.map(({ _id }) => _id));
    const back = new Set(published.map(({ id }) => id));
    await pendingRemovals.remove(batch.filter(({ _id }) => back.has(_id)));
    return batch.filter(({ _id }) => !back.has(_id));
  }

  /** A pending revision may be newer than its document: its write is still under way, or another write came first. */
  async function indexPending(until: Date): Promise<void> {
    const next = () => pendingWrites.addedUntil(until, BATCH);
    for (let pending = await next(); pending.length > 0; pending = await next()) {
      const published = await documents.published([...new Set(pending.map(({ _id }) => _id))]);
      await put(published);
      const revisions = new Map(published.map(({ _id, revision }) => [_id, revision]));
      const givenUp = Date.now() - WRITE_GIVEN_UP_MS;
      const done = pending.filter(({ _id, revision, noted_at }) => revision <= (revisions.get(_id) ?? 0) || noted_at.getTime() < givenUp);
      await pendingWrites.remove(done);
      if (done.length === 0) return;
    }
  }

  async function removePending(): Promise<void> {
    const pending = await pendingRemovals.some(BATCH);
    if (pending.length > 0) await remove(await stillRemoved(pending));
    if (pending.length < BATCH) availability.restored();
  }

  async function heal(until = new Date()): Promise<void> {
    await index.ensure(async () => pendingWrites.add(await documents.revisions()));
    await indexPending(until);
    await removePending();
  }

  /** Only an index that cannot be reached counts as lost: not one that refuses a request, and not a failure of MongoDB. */
  function notHealed(error: unknown): void {
    if (error instanceof SearchIndexUnavailable) availability.lost(error);
    if (error instanceof SearchIndexRefusal) log.error('The search index refuses to be healed', { error });
    else log.debug('Search index not healed yet', { error });
  }

  return {
    /** Must be called before documents are written, so that a crash in between loses nothing. */
    beforeWrite: pendingWrites.add,

    afterWrite: (batch: StoredOffering[]): Promise<void> => attempt(() => put(batch)),

    pendingAmong: pendingWrites.pendingAmong,

    /** Must be called before a document is removed, so that a crash in between loses nothing. */
    beforeRemoval: (document: Revision): Promise<unknown> => pendingRemovals.add(removalOf(document)),

    afterRemoval: (document: Revision): Promise<void> => attempt(() => remove([removalOf(document)])),

    heal: () => heal(),

    /** Heals every second until stopped. */
    start: (): Repeated =>
      repeatedly({
        everyMs: PAUSE_MS,
        work: () => heal(new Date(Date.now() - (availability.usable() ? WRITE_UNDER_WAY_MS : 0))),
        onFailure: notHealed,
      }),
  };
}

const removalOf = ({ _id, revision }: Revision): Removal => ({ _id, revision: revision + 1 });
