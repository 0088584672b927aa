/** Brings one offering's document to what the replicas say now, whatever was missed, doubled or out of order before. */
import { type Offering, Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { isDeepStrictEqual } from 'node:util';
import { assembleOffering } from './assemble-offering.ts';
import { coalesced } from './coalesced.ts';
import type { IndexUpkeep } from './index-upkeep.ts';
import { nextDocument, type PublishedOfferings, type StoredOffering } from './published-offerings.ts';
import type { ReferenceData, Replica } from './reference-data.ts';
import { searchFieldsOf } from './search-fields.ts';

export type RefreshOffering = (id: string) => Promise<void>;

type Needs = { replicas: ReferenceData; documents: PublishedOfferings; upkeep: IndexUpkeep };

/** `changed`: something else was written meanwhile, so look again. */
type Outcome = 'settled' | 'changed';

const ATTEMPTS = 20;

export const refreshOffering = (needs: Needs): RefreshOffering => coalesced(async (id) => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await refreshOnce(id, needs) === 'settled') return;
  }
  throw new Rejection('SERVICE_UNAVAILABLE', 'An offering changes faster than the store can follow', { id });
});

async function refreshOnce(id: string, needs: Needs): Promise<Outcome> {
  const current = await needs.documents.find(id);
  const offering = current ? await needs.replicas.offering(id) : await needs.replicas.offerings.find(id);
  if (offering && isPublished(offering)) return publish(offering, current, needs);
  return current && (!offering || hasEnded(offering, current)) ? remove(current, needs) : 'settled';
}

export const isPublished = ({ deleted, state }: Replica<Offering>): boolean => !deleted && state.lifecycle_status === 'PUBLISHED';

/** A pending document is its saga's own business until the offering has moved on. */
const hasEnded = ({ deleted, version }: Replica<Offering>, current: StoredOffering): boolean =>
  deleted || version > current.sources.offering;

async function publish(offering: Replica<Offering>, current: StoredOffering | null, needs: Needs): Promise<Outcome> {
  const { replicas, documents, upkeep } = needs;
  const { references, sources, unusable } = await replicas.resolve(offering);
  const missing = Object.values(unusable).flat();
  if (missing.length > 0) log.warn('A published offering refers to what no longer exists', { offering_id: offering._id, ids: missing });
  const shown = assembleOffering(offering.state, references);
  const search = searchFieldsOf(shown);
  if (current?.status === 'PUBLISHED' && isDeepStrictEqual([current.shown, current.search], [shown, search])) return 'settled';
  const content = { offering: offering.state, status: 'PUBLISHED', sources, shown, search, now: new Date() } as const;
  const document = nextDocument(current, content);
  if (!await documents.write(document)) return 'changed';
  await upkeep.written(document);
  log.info('Offering shown in the store', { offering_id: offering._id, revision: document.revision });
  // A source that changed after it was read was looked up in documents before this one was written: it is missed unless looked at again.
  return await replicas.areCurrent(offering._id, sources) ? 'settled' : 'changed';
}

async function remove(current: StoredOffering, { documents, upkeep }: Needs): Promise<Outcome> {
  if (current.status === 'PENDING') return await documents.remove(current) ? 'settled' : 'changed';
  await upkeep.noteRemoval(current);
  if (!await documents.remove(current)) return 'changed';
  await upkeep.removed(current);
  log.info('Offering removed from the store', { offering_id: current._id });
  return 'settled';
}
