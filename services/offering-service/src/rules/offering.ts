/** The rules of an offering: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import {
  type LifecycleStatus,
  missingIds,
  type Offering,
  type OfferingEvent,
  type OfferingReferences,
  type OfferingTexts,
  offeringTextsFrom,
  type OpenRevision,
  openRevision,
  Rejection,
  type RevisionContent,
  wrongState,
} from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import type { OfferingInput } from '../offering-bodies.ts';

export type References = OfferingReferences;
export type OfferingDecision = Decision<Offering, OfferingEvent>;

export function createOffering(wanted: OfferingInput, references: References, { id, now }: { id: string; now: string }): OfferingDecision {
  const offering: Offering = {
    id,
    ...checked(wanted, references),
    lifecycle_status: 'DRAFT',
    saga_id: null,
    last_publication_error: null,
    published_at: null,
    retired_at: null,
    scheduled: null,
    scheduled_retirement: null,
    revision: 1,
    revises: null,
    next_revision: null,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return { kind: 'stored', state: offering, event: 'OfferingCreated' };
}

/** While it was never published; after that its next revision is changed. */
export function changeOffering(
  current: Offering,
  wanted: OfferingInput,
  references: References,
  now: string,
): OfferingDecision | undefined {
  requireStatus(current, 'DRAFT', 'changed');
  const content = checked(wanted, references);
  return isSame(content, current) ? undefined : { kind: 'stored', state: next(current, content, now), event: 'OfferingUpdated' };
}

export function deleteOffering(current: Offering, now: string): OfferingDecision {
  requireStatus(current, 'DRAFT', 'deleted');
  const state = next(current, { scheduled: null, scheduled_retirement: null }, now);
  return { kind: 'deleted', state, event: 'OfferingDeleted' };
}

/** Not while its next revision is being published: nobody could say what is to be retired. */
export function retireOffering(current: Offering, now: string): OfferingDecision {
  requireStatus(current, 'PUBLISHED', 'retired');
  if (current.next_revision?.lifecycle_status === 'PUBLISHING') {
    throw new Rejection(
      'WRONG_STATE',
      `Revision ${current.next_revision.revision} of this offering is being published; retire it after that`,
      {
        lifecycle_status: current.lifecycle_status,
        saga_id: current.next_revision.saga_id!,
      },
    );
  }
  const state = next(current, { lifecycle_status: 'RETIRED', retired_at: now, scheduled: null }, now);
  return { kind: 'stored', state, event: 'OfferingRetired' };
}

/** Of a retired offering: so that another one may have it, or that it gets its own back. */
export function changeExternalId(current: Offering, external_id: string | null, now: string): OfferingDecision | undefined {
  requireStatus(current, 'RETIRED', 'given another external_id');
  const changes = { external_id: offeringTextsFrom({ name: current.name, external_id }).external_id };
  return isSame(changes, current) ? undefined : { kind: 'stored', state: next(current, changes, now), event: 'OfferingUpdated' };
}

/** The revision that is being prepared, if it is in this status. */
export function requireOpen(current: Offering, needed: OpenRevision['lifecycle_status'], done: string): OpenRevision {
  const open = openRevision(current);
  if (open?.lifecycle_status === needed) return open;
  throw wrongState(open ?? current, needed, done);
}

function requireStatus(current: Offering, needed: LifecycleStatus, done: string): void {
  if (current.lifecycle_status !== needed) throw wrongState(current, needed, done);
}

type Content = OfferingTexts & Pick<Offering, 'specification_ids' | 'pricing_ids' | 'category_ids'>;

export function checked(wanted: OfferingInput, references: References): Content {
  const { specification_ids = [], pricing_ids = [], category_ids = [] } = wanted;
  const texts = offeringTextsFrom(wanted);
  refuseUnknown('specification_ids', missingIds(specification_ids, references.specifications));
  refuseUnknown('pricing_ids', missingIds(pricing_ids, references.prices));
  refuseUnknown('category_ids', missingIds(category_ids, references.categories ?? []));
  return { ...texts, specification_ids, pricing_ids, category_ids };
}

function refuseUnknown(field: string, invalid_ids: string[]): void {
  if (invalid_ids.length === 0) return;
  throw new Rejection('INVALID_REFERENCE', `${field} lists ${invalid_ids.length} that do not exist`, { field, invalid_ids });
}

export const isSame = (wanted: Partial<Content>, current: RevisionContent & Partial<Offering>): boolean =>
  Object.entries(wanted).every(([field, value]) => JSON.stringify(current[field as keyof Content]) === JSON.stringify(value));

export const next = (current: Offering, changes: Partial<Offering>, now: string): Offering => ({
  ...current,
  ...changes,
  version: current.version + 1,
  updated_at: now,
});
