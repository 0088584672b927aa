/** Rebuilds the documents of offerings from the replicas, many in one go; it may run late, twice or in several service replicas at once. */
import { type Offering, Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { isDeepStrictEqual } from 'node:util';
import { LAYOUT, nextDocument, type PublishedOfferings, sourceKinds, type StoredOffering } from '../documents/index.ts';
import type { CatalogReplicas, Replica } from '../replicas/index.ts';
import { assembleOffering, searchFieldsOf } from '../rules/index.ts';
import type { IndexSync } from '../search-index/index.ts';
import { batched } from './batched.ts';

/** Resolves once the document is at least as new as the replicas were at the call. */
export type RefreshOffering = (id: string) => Promise<void>;

type Needs = { replicas: CatalogReplicas; documents: PublishedOfferings; sync: IndexSync };
type Known = Replica<Offering>;

const ATTEMPTS = 20;
/** Two runs, so that one writes to MongoDB while the other writes to the index. */
const BATCHES = { batchSize: 250, maximumRuns: 2 };

export const refreshOffering = (needs: Needs): RefreshOffering =>
  batched(async (ids) => {
    let due = ids;
    for (let attempt = 0; attempt < ATTEMPTS && due.length > 0; attempt++) due = await refreshOnce(due, needs);
    if (due.length > 0) throw new Rejection('SERVICE_UNAVAILABLE', 'Offerings change faster than the store can follow', { ids: due });
  }, BATCHES);

/** Returns the ids that have to be refreshed again, because someone else wrote meanwhile. */
async function refreshOnce(ids: string[], needs: Needs): Promise<string[]> {
  const current = new Map((await needs.documents.findAll(ids)).map((document) => [document._id, document]));
  const offerings = await needs.replicas.findOfferings(ids, [...current.keys()]);
  const published = offerings.filter(isPublished);
  const ended = [...current.values()].filter((document) =>
    hasEnded(
      offerings.find(({ _id }) => _id === document._id),
      document,
    ),
  );
  const [changed, stillThere] = await Promise.all([
    publish(published, current, needs),
    Promise.all(ended.map(async (document) => ((await remove(document, needs)) ? [] : [document._id]))),
  ]);
  return [...changed, ...stillThere.flat()];
}

export const isPublished = ({ deleted, state }: Known): boolean => !deleted && state.lifecycle_status === 'PUBLISHED';

/** A PENDING document belongs to its saga until the offering has a newer version. */
const hasEnded = (offering: Known | undefined, current: StoredOffering): boolean =>
  !offering || (!isPublished(offering) && (offering.deleted || offering.version > current.sources.offering));

async function publish(offerings: Known[], current: Map<string, StoredOffering>, { replicas, documents, sync }: Needs): Promise<string[]> {
  const wanted = await newDocuments(offerings, current, replicas);
  const wantedIds = new Set(wanted.map(({ _id }) => _id));
  const unchanged = offerings.flatMap(({ _id }) => (wantedIds.has(_id) ? [] : (current.get(_id) ?? [])));
  // Revisions that an earlier write could not index are indexed along with this batch.
  const [notIndexed] = await Promise.all([sync.pendingAmong(unchanged), sync.beforeWrite(wanted)]);
  const written = await documents.writeAll(wanted);
  for (const { _id, revision } of written) log.info('Offering shown in the store', { offering_id: _id, revision });
  const writtenIds = new Set(written.map(({ _id }) => _id));
  const overtaken = wanted.filter(({ _id }) => !writtenIds.has(_id)).map(({ _id }) => _id);
  // The event of a source that changed after it was read did not find this document, which was not written yet: hence a second look.
  const [changed] = await Promise.all([replicas.changedSince(written), sync.afterWrite([...written, ...notIndexed])]);
  return [...overtaken, ...changed];
}

/** Only for those whose content has changed. */
async function newDocuments(
  offerings: Known[],
  current: Map<string, StoredOffering>,
  replicas: CatalogReplicas,
): Promise<StoredOffering[]> {
  const now = new Date();
  return (await replicas.resolve(offerings)).flatMap(({ offering, references, sources, unusable }) => {
    const missing = Object.values(unusable).flat();
    if (missing.length > 0) log.warn('A published offering refers to what no longer exists', { offering_id: offering._id, ids: missing });
    const shown = assembleOffering(offering.state, references);
    const search = searchFieldsOf(shown);
    const old = current.get(offering._id) ?? null;
    const isUnchanged =
      old?.status === 'PUBLISHED' &&
      old.layout === LAYOUT &&
      isDeepStrictEqual([old.shown, old.search, idsOf(old)], [shown, search, idsOf({ sources })]);
    if (isUnchanged) return [];
    return [nextDocument(old, { offering: offering.state, status: 'PUBLISHED', sources, shown, search, now })];
  });
}

/** By these the document is found when a source changes. */
const idsOf = ({ sources }: Pick<StoredOffering, 'sources'>): string[] => sourceKinds.flatMap((kind) => sources[kind].map(({ id }) => id));

/** False if it was written meanwhile. */
async function remove(current: StoredOffering, { documents, sync }: Needs): Promise<boolean> {
  if (current.status === 'PENDING') return documents.remove(current);
  await sync.beforeRemoval(current);
  if (!(await documents.remove(current))) return false;
  await sync.afterRemoval(current);
  log.info('Offering removed from the store', { offering_id: current._id });
  return true;
}
