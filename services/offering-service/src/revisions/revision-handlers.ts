/** Answers the operations on the revisions of an offering. */
import { contentOf, type Offering, type OpenRevision, openRevision, type RevisionContent, revisionOf, windowOf } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently } from '@catalog/postgres';
import { fullReferences, knownReferences, type Lookups } from '../catalog-lookups.ts';
import { type OfferingStore, type PublishedRevision, revisionRecords } from '../offering/index.ts';
import type { publishHandlers } from '../publications/index.ts';
import type { Revision, revisionOperations } from '../revision-operations.ts';
import {
  changeExternalId,
  changeNextRevision,
  changeOffering,
  deleteOffering,
  differencesBetween,
  discardNextRevision,
  isComplete,
  noDraft,
  noRevision,
  openNextRevision,
  requireOpenRevision,
  type RevisionRef,
  snapshotOf,
} from '../rules/index.ts';
import type { scheduleHandlers } from '../schedules/index.ts';

type Needs = {
  database: Database;
  offerings: OfferingStore;
  lookups: Lookups;
  now: () => string;
  publishing: ReturnType<typeof publishHandlers>;
  scheduling: ReturnType<typeof scheduleHandlers>;
};

type RevisionHandlers = Handlers<{ title: string; description: string; operations: typeof revisionOperations }>;

export const revisionHandlers = ({ database, offerings, lookups, now, publishing, scheduling }: Needs): RevisionHandlers => {
  const shownOpen = async (offering: Offering, own = database) => ({
    body: await openIn(own, offering, now()),
    headers: { ETag: etagOf(offering.version) },
  });

  /** Refuses with NOT_FOUND. A snapshot may lack characteristics that nobody had told of when it was taken; they are asked for then. */
  async function read(offering: Offering, revision: RevisionRef, authorization: string | undefined): Promise<Revision> {
    const open = openRevision(offering);
    if (open && (revision === 'draft' || revision === open.revision)) {
      await lookups.learnInFull(open, authorization);
      return openIn(database, offering, now());
    }
    if (revision === 'draft') throw noDraft(offering.id);
    const record = await revisionRecords(database).find(offering.id, revision);
    if (!record) throw noRevision(offering.id, revision);
    if (isComplete(record.snapshot)) return published(record, offering);
    await lookups.learnInFull(record.content, authorization);
    await revisionRecords(database).replaceSnapshot(record, snapshotOf(record.content, await fullReferences(database, record.content)));
    return published((await revisionRecords(database).find(offering.id, record.revision))!, offering);
  }

  return {
    listRevisions: async ({ params, query, path, caller }) => {
      const offering = await offerings(database, caller).get(params.id);
      const open = openRevision(offering) ? [await openIn(database, offering, now())] : [];
      const { limit, offset } = windowOf(query);
      const onThisPage = offset === 0 ? open : [];
      const window = { limit: limit - onThisPage.length, offset: Math.max(0, offset - open.length) };
      const records = await revisionRecords(database).list(offering.id, window);
      const items = [...onThisPage, ...records.map((record) => published(record, offering))];
      return pageReply({ total: open.length + (await revisionRecords(database).count(offering.id)), items }, { path, query });
    },

    openRevision: ({ params, body, caller, preconditions, idempotency }) =>
      idempotently(database, idempotency, async (tx) => {
        const offering = await offerings(tx, caller).change(params.id, async (current, inner) => {
          requireMatch(preconditions, etagOf(current.version));
          return openNextRevision(current, await copied(inner, current, body?.from), now());
        });
        const location = `/api/v1/offerings/${offering.id}/revisions/${offering.next_revision!.revision}`;
        const { body: revision, headers } = await shownOpen(offering, tx);
        return { status: 201, body: revision, headers: { ...headers, Location: location } };
      }),

    getRevision: async ({ params, query, caller, authorization }) => {
      const offering = await offerings(database, caller).get(params.id);
      const revision = await read(offering, refOf(params), authorization);
      const against = query.against === undefined ? undefined : await read(offering, query.against, authorization);
      const body = against ? { ...revision, differences: differencesBetween(seen(against), seen(revision)) } : revision;
      return { status: 200, body, headers: { ETag: etagOf(offering.version) } };
    },

    replaceRevision: async ({ params, body, caller, authorization, preconditions }) => {
      await lookups.learnOf(body, authorization);
      const offering = await offerings(database, caller).change(params.id, async (current, tx) => {
        requireMatch(preconditions, etagOf(current.version));
        requireOpenRevision(current, refOf(params));
        const references = await knownReferences(tx, body);
        if (current.next_revision) return changeNextRevision(current, body, references, now());
        return changeOffering(current, { ...body, external_id: current.external_id }, references, now());
      });
      return { status: 200, ...(await shownOpen(offering)) };
    },

    discardRevision: async ({ params, caller, preconditions }) => {
      await offerings(database, caller).change(params.id, (current) => {
        requireMatch(preconditions, etagOf(current.version));
        requireOpenRevision(current, refOf(params));
        return current.next_revision ? discardNextRevision(current, now()) : deleteOffering(current, now());
      });
      return { status: 204 };
    },

    validateRevision: (request) => publishing.validate(request, (current) => requireOpenRevision(current, refOf(request.params))),

    publishRevision: (request) => publishing.publish(request, (current) => requireOpenRevision(current, refOf(request.params))),

    cancelRevisionSchedule: (request) =>
      scheduling.cancelOfRevision(request, (current) => requireOpenRevision(current, refOf(request.params))),

    changeExternalId: async ({ params, body, caller, preconditions }) => {
      const offering = await offerings(database, caller).change(params.id, (current) => {
        requireMatch(preconditions, etagOf(current.version));
        return changeExternalId(current, body.external_id, now());
      });
      return { status: 200, body: offering, headers: { ETag: etagOf(offering.version) } };
    },
  };
};

const refOf = ({ revision }: { revision: string }): RevisionRef => (revision === 'draft' ? 'draft' : Number(revision));

/** What a new revision begins as: what is published now, or said by the revision that was asked for. Refuses with NOT_FOUND. */
async function copied(tx: Database, current: Offering, from: number | undefined): Promise<{ revision: number; content: RevisionContent }> {
  if (from === undefined || from === revisionOf(current)) return { revision: revisionOf(current), content: contentOf(current) };
  const record = await revisionRecords(tx).find(current.id, from);
  if (!record) throw noRevision(current.id, from);
  return record;
}

async function openIn(database: Database, offering: Offering, now: string): Promise<Revision> {
  const { scheduled = null, scheduled_retirement = null, ...open } = openRevision(offering) as OpenRevision;
  const snapshot = snapshotOf(open, await fullReferences(database, open));
  return { offering_id: offering.id, ...open, scheduled, scheduled_retirement, published_at: null, snapshot, snapshot_at: now };
}

function published({ content, snapshot, ...record }: PublishedRevision, offering: Offering): Revision {
  const isCurrent = record.revision === revisionOf(offering);
  const nothing = { last_publication_error: null, scheduled: null, scheduled_retirement: null };
  return { ...record, ...content, lifecycle_status: isCurrent ? offering.lifecycle_status : 'SUPERSEDED', ...nothing, snapshot };
}

const seen = (revision: Revision) => ({ content: contentOf(revision), snapshot: revision.snapshot });
