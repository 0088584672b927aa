/** Brings offerings' documents to what the replicas say now, many at once, whatever was missed, doubled or out of order before. */
import { type Offering, Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { isDeepStrictEqual } from 'node:util';
import { nextDocument, type PublishedOfferings, type StoredOffering } from '../documents/index.ts';
import type { ReferenceData, Replica } from '../replicas/index.ts';
import { assembleOffering, searchFieldsOf } from '../rules/index.ts';
import type { IndexUpkeep } from '../search-index/index.ts';
import { batched } from './batched.ts';

/** Resolves once the document is what the replicas said when it was asked for, or later. */
export type RefreshOffering = (id: string) => Promise<void>;

type Needs = { replicas: ReferenceData; documents: PublishedOfferings; upkeep: IndexUpkeep };
type Known = Replica<Offering>;

const ATTEMPTS = 20;
/** Two at once: one is written to MongoDB while the other goes to the index. */
const BATCHES = { limit: 250, runs: 2 };

export const refreshOffering = (needs: Needs): RefreshOffering => batched(async (ids) => {
  let due = ids;
  for (let attempt = 0; attempt < ATTEMPTS && due.length > 0; attempt++) due = await refreshOnce(due, needs);
  if (due.length > 0) throw new Rejection('SERVICE_UNAVAILABLE', 'Offerings change faster than the store can follow', { ids: due });
}, BATCHES);

/** Those to look at again, because something else was written meanwhile. */
async function refreshOnce(ids: string[], needs: Needs): Promise<string[]> {
  const current = new Map((await needs.documents.findAll(ids)).map((document) => [document._id, document]));
  const offerings = await needs.replicas.offeringsAmong(ids, [...current.keys()]);
  const published = offerings.filter(isPublished);
  const ended = [...current.values()].filter((document) => hasEnded(offerings.find(({ _id }) => _id === document._id), document));
  const [changed, stillThere] = await Promise.all([
    publish(published, current, needs),
    Promise.all(ended.map(async (document) => (await remove(document, needs) ? [] : [document._id]))),
  ]);
  return [...changed, ...stillThere.flat()];
}

export const isPublished = ({ deleted, state }: Known): boolean => !deleted && state.lifecycle_status === 'PUBLISHED';

/** A pending document is its saga's own business until the offering has moved on. */
const hasEnded = (offering: Known | undefined, current: StoredOffering): boolean =>
  !offering || (!isPublished(offering) && (offering.deleted || offering.version > current.sources.offering));

async function publish(offerings: Known[], current: Map<string, StoredOffering>, { replicas, documents, upkeep }: Needs): Promise<string[]> {
  const wanted = await newDocuments(offerings, current, replicas);
  const wantedIds = new Set(wanted.map(({ _id }) => _id));
  const unchanged = offerings.flatMap(({ _id }) => (wantedIds.has(_id) ? [] : current.get(_id) ?? []));
  // What an earlier write left to the healing of the index need not wait for it.
  const [left] = await Promise.all([upkeep.dueAmong(unchanged), upkeep.noteWrites(wanted)]);
  const written = await documents.writeAll(wanted);
  for (const { _id, revision } of written) log.info('Offering shown in the store', { offering_id: _id, revision });
  const writtenIds = new Set(written.map(({ _id }) => _id));
  const overtaken = wanted.filter(({ _id }) => !writtenIds.has(_id)).map(({ _id }) => _id);
  // A source that changed after it was read was looked up in documents before this one was written: it is missed unless looked at again.
  const [changed] = await Promise.all([replicas.changedSince(written), upkeep.written([...written, ...left])]);
  return [...overtaken, ...changed];
}

/** Of those alone that would show something else than they do. */
async function newDocuments(offerings: Known[], current: Map<string, StoredOffering>, replicas: ReferenceData): Promise<StoredOffering[]> {
  const now = new Date();
  return (await replicas.resolve(offerings)).flatMap(({ offering, references, sources, unusable }) => {
    const missing = Object.values(unusable).flat();
    if (missing.length > 0) log.warn('A published offering refers to what no longer exists', { offering_id: offering._id, ids: missing });
    const shown = assembleOffering(offering.state, references);
    const search = searchFieldsOf(shown);
    const old = current.get(offering._id) ?? null;
    if (old?.status === 'PUBLISHED' && isDeepStrictEqual([old.shown, old.search, idsOf(old)], [shown, search, idsOf({ sources })])) return [];
    return [nextDocument(old, { offering: offering.state, status: 'PUBLISHED', sources, shown, search, now })];
  });
}

/** What the document is found by when a source changes. */
const idsOf = ({ sources: { specifications, characteristics, prices } }: Pick<StoredOffering, 'sources'>): string[] =>
  [specifications, characteristics, prices].flatMap((some) => some.map(({ id }) => id));

/** False when it was written meanwhile. */
async function remove(current: StoredOffering, { documents, upkeep }: Needs): Promise<boolean> {
  if (current.status === 'PENDING') return documents.remove(current);
  await upkeep.noteRemoval(current);
  if (!await documents.remove(current)) return false;
  await upkeep.removed(current);
  log.info('Offering removed from the store', { offering_id: current._id });
  return true;
}
