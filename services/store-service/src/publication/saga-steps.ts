/** The store's steps of the publication saga: prepare the offering's document, hidden until it is published, and delete it on undo. */
import { beingPublishedBy, contentOf, type Offering, type PublicationVariables, Rejection } from '@catalog/contracts';
import type { Step } from '@catalog/saga-worker';
import { nextDocument, type PublishedOfferings, type StoredOffering } from '../documents/index.ts';
import { isPublished, type RefreshOffering } from '../projection/index.ts';
import type { CatalogReplicas, Replica, ResolvedOffering } from '../replicas/index.ts';
import { assembleOffering, searchFieldsOf } from '../rules/index.ts';
import type { UndoneSagas } from './undone-sagas.ts';

type Needs = { replicas: CatalogReplicas; documents: PublishedOfferings; refresh: RefreshOffering; undone: UndoneSagas };
type Steps = { 'create-store-entry': Step<'create-store-entry'>; 'delete-store-entry': Step<'delete-store-entry'> };

const ATTEMPTS = 5;

export const sagaSteps = (needs: Needs): Steps => ({
  'create-store-entry': async (variables) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await prepare(variables, needs)) return { storeEntryId: variables.offeringId };
    }
    throw new Error('the store entry kept changing while it was being prepared');
  },

  'delete-store-entry': async ({ offeringId, sagaId }) => {
    await needs.undone.add(sagaId);
    await needs.documents.removePending(offeringId, sagaId);
    return {};
  },
});

/** False if the document was written by someone else meanwhile. */
async function prepare(variables: PublicationVariables, needs: Needs): Promise<boolean> {
  const { offeringId, offeringVersion, sagaId } = variables;
  await refuseIfUndone(sagaId, needs.undone);
  const offering = await needs.replicas.findOffering(offeringId, offeringVersion);
  if (!offering) throw new Rejection('INVALID_REFERENCE', `There is no offering ${offeringId}`, { invalid_ids: [offeringId] });
  if (offering.version < offeringVersion) throw new Error(`offering ${offeringId} is known at version ${offering.version} only`);
  if (isPublished(offering) && offering.state.saga_id === sagaId) {
    await needs.refresh(offeringId);
    return true;
  }
  const open = beingPublishedBy(offering.state, sagaId);
  if (offering.deleted || !open) throw publicationEnded(sagaId);
  const asPublished: Replica<Offering> = { ...offering, state: { ...offering.state, ...contentOf(open), saga_id: sagaId } };
  const [resolved] = (await needs.replicas.resolve([asPublished])) as [ResolvedOffering];
  refuseUnusable(resolved);
  // The revision before stays in the store until this one is confirmed, and is then replaced by one write.
  return isPublished(offering) || write(resolved, needs);
}

async function write({ offering, references, sources }: ResolvedOffering, { documents, undone }: Needs): Promise<boolean> {
  const current = await documents.find(offering._id);
  if (current?.status === 'PUBLISHED') return false;
  if (!current || !isSame(current, offering)) {
    const shown = assembleOffering(offering.state, references);
    const search = searchFieldsOf(shown);
    const content = { offering: offering.state, status: 'PENDING', sources, shown, search, now: new Date() } as const;
    if (!(await documents.write(nextDocument(current, content)))) return false;
  }
  // The saga may have been undone between the check and the write.
  const sagaId = offering.state.saga_id as string;
  if (!(await undone.has(sagaId))) return true;
  await documents.removePending(offering._id, sagaId);
  throw publicationEnded(sagaId);
}

const isSame = (current: StoredOffering, { version, state }: Replica<Offering>): boolean =>
  current.saga_id === state.saga_id && current.sources.offering === version;

async function refuseIfUndone(sagaId: string, undone: UndoneSagas): Promise<void> {
  if (await undone.has(sagaId)) throw publicationEnded(sagaId);
}

const publicationEnded = (sagaId: string): Rejection =>
  new Rejection('WRONG_STATE', 'This publication has ended: its store entry is not prepared again', { saga_id: sagaId });

function refuseUnusable({ unusable }: ResolvedOffering): void {
  const [kind, ids] = Object.entries(unusable).find(([, some]) => some.length > 0) ?? [];
  if (kind === undefined || ids === undefined) return;
  throw new Rejection('INVALID_REFERENCE', `Some ${kind} do not exist`, {
    field: fields[kind as keyof typeof fields],
    invalid_ids: ids,
    unusable,
  });
}

const fields = {
  specifications: 'specification_ids',
  characteristics: 'characteristic_ids',
  prices: 'pricing_ids',
  categories: 'category_ids',
};
