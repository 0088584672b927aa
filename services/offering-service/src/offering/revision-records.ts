/** The records of published revisions: a row each, with what it said and what customers saw of what it refers to; they never change. */
import { contentOf, type Offering, type RevisionContent, revisionOf } from '@catalog/contracts';
import { type Change, type Database, row, sql } from '@catalog/postgres';
import { fullReferences } from '../catalog-lookups.ts';
import type { Snapshot } from '../revision-operations.ts';
import { snapshotOf } from '../rules/index.ts';

export type PublishedRevision = {
  offering_id: string;
  revision: number;
  revises: number | null;
  content: RevisionContent;
  snapshot: Snapshot;
  saga_id: string;
  published_at: string;
  /** Later than `published_at` for what was published before revisions were kept. */
  snapshot_at: string;
};

export const revisionRecords = (database: Database) => ({
  /** Goes with every change of an offering: what has been published is on record, as customers saw it. */
  async follow({ before, after }: Change<Offering>): Promise<void> {
    const isNew = before?.lifecycle_status !== 'PUBLISHED' || revisionOf(before) !== revisionOf(after);
    if (after.lifecycle_status !== 'PUBLISHED' || !isNew) return;
    const content = contentOf(after);
    const snapshot = snapshotOf(content, await fullReferences(database, content));
    await database.query(sql.type(row())`
      insert into offering_revisions (offering_id, revision, revises, content, snapshot, saga_id, published_at, snapshot_at)
      values (
        ${after.id}, ${revisionOf(after)}, ${after.revises ?? null}, ${JSON.stringify(content)}::jsonb,
        ${JSON.stringify(snapshot)}::jsonb, ${after.saga_id}, ${after.published_at}, ${after.published_at}
      )
      on conflict (offering_id, revision) do nothing`);
  },

  /** When this saga published a revision, whichever is published now; null if it has not. */
  publishedBy: (sagaId: string): Promise<string | null> =>
    database.maybeOneFirst(sql.type(row<{ published_at: string }>())`
      select published_at from offering_revisions where saga_id = ${sagaId}`),

  find: (offeringId: string, revision: number): Promise<PublishedRevision | null> =>
    database.maybeOne(sql.type(row<PublishedRevision>())`
      ${selected} where offering_id = ${offeringId} and revision = ${revision}`),

  /** The newest first. */
  list: (offeringId: string, { limit, offset }: { limit: number; offset: number }): Promise<readonly PublishedRevision[]> =>
    database.any(sql.type(row<PublishedRevision>())`
      ${selected} where offering_id = ${offeringId} order by revision desc limit ${limit} offset ${offset}`),

  count: (offeringId: string): Promise<number> =>
    database.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from offering_revisions where offering_id = ${offeringId}`),

  /** Of the revisions that these offerings show. */
  current: (offerings: readonly Pick<Offering, 'id' | 'revision'>[]): Promise<readonly PublishedRevision[]> =>
    database.any(sql.type(row<PublishedRevision>())`
      ${selected} where (offering_id, revision) in (
        select * from unnest(${sql.array(
          offerings.map(({ id }) => id),
          'uuid',
        )}, ${sql.array(offerings.map(revisionOf), 'int4')})
      )`),

  /** For one that lacked what was not known then. */
  replaceSnapshot: ({ offering_id, revision }: PublishedRevision, snapshot: Snapshot): Promise<unknown> =>
    database.query(sql.type(row())`
      update offering_revisions set snapshot = ${JSON.stringify(snapshot)}::jsonb, snapshot_at = now()
      where offering_id = ${offering_id} and revision = ${revision}`),
});

const selected = sql.fragment`
  select offering_id, revision, revises, content, snapshot, saga_id, published_at, snapshot_at from offering_revisions`;
