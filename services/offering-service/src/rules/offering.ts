/** The rules of an offering and its life: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import {
  type LifecycleStatus,
  missingIds,
  obstaclesTo,
  type Offering,
  type OfferingEvent,
  type OfferingReferences,
  type OfferingTexts,
  offeringTextsFrom,
  type PublicationError,
  type PublicationOutcome,
  Rejection,
} from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import type { Obstacle, OfferingInput } from '../api.ts';

export type References = OfferingReferences;
export type OfferingDecision = Decision<Offering, OfferingEvent>;

export function createOffering(wanted: OfferingInput, references: References, { id, now }: { id: string; now: string }): OfferingDecision {
  const offering: Offering = {
    id,
    ...checked(wanted, references),
    category_ids: [],
    lifecycle_status: 'DRAFT',
    saga_id: null,
    last_publication_error: null,
    published_at: null,
    retired_at: null,
    scheduled: null,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return { kind: 'stored', state: offering, event: 'OfferingCreated' };
}

export function changeOffering(
  current: Offering,
  wanted: OfferingInput,
  references: References,
  now: string,
): OfferingDecision | undefined {
  requireStatus(current, 'DRAFT', 'changed');
  const content = checked(wanted, references);
  const isSame = Object.entries(content).every(([key, value]) => JSON.stringify(current[key as keyof Content]) === JSON.stringify(value));
  return isSame ? undefined : { kind: 'stored', state: next(current, content, now), event: 'OfferingUpdated' };
}

export function deleteOffering(current: Offering, now: string): OfferingDecision {
  requireStatus(current, 'DRAFT', 'deleted');
  return { kind: 'deleted', state: next(current, { scheduled: null }, now), event: 'OfferingDeleted' };
}

/** Everything that keeps a draft from being published, all at once; an empty list means it can be. Refuses what is no draft. */
export function publicationObstacles(offering: Offering, references: References): Obstacle[] {
  requireStatus(offering, 'DRAFT', 'published');
  return obstaclesTo(offering, references);
}

export function startPublication(
  current: Offering,
  references: References,
  { sagaId, now }: { sagaId: string; now: string },
): OfferingDecision {
  const obstacles = publicationObstacles(current, references);
  const [first] = obstacles;
  if (first) {
    throw new Rejection('NOT_PUBLISHABLE', obstacles.map(({ message }) => message).join('; '), { field: first.field, reasons: obstacles });
  }
  return {
    kind: 'stored',
    state: next(current, { lifecycle_status: 'PUBLISHING', saga_id: sagaId, last_publication_error: null, scheduled: null }, now),
    event: 'OfferingPublicationInitiated',
  };
}

/** Only the saga that publishes it may confirm, and only once: late confirmations find nothing to confirm. */
export function confirmPublication(current: Offering, sagaId: string, now: string): OfferingDecision | undefined {
  if (isPublishedBy(current, sagaId)) return undefined;
  if (!isBeingPublishedBy(current, sagaId)) {
    throw new Rejection('WRONG_STATE', 'This publication has ended already', {
      lifecycle_status: current.lifecycle_status,
      saga_id: sagaId,
    });
  }
  return { kind: 'stored', state: next(current, { lifecycle_status: 'PUBLISHED', published_at: now }, now), event: 'OfferingPublished' };
}

type Failure = Pick<PublicationError, 'code' | 'message'>;

/** Back to a draft, unless the saga has got as far as publishing: then there is no way back, and nothing is changed. */
export function revertPublication(current: Offering, sagaId: string, failure: Failure, now: string): OfferingDecision | undefined {
  if (!isBeingPublishedBy(current, sagaId)) return undefined;
  const last_publication_error: PublicationError = { ...failure, at: now, saga_id: sagaId };
  return {
    kind: 'stored',
    state: next(current, { lifecycle_status: 'DRAFT', saga_id: null, last_publication_error }, now),
    event: 'OfferingPublicationFailed',
  };
}

/** The saga that can be cancelled. */
export function publishingSaga(current: Offering): string {
  requireStatus(current, 'PUBLISHING', 'cancelled');
  return current.saga_id!;
}

export const outcomeOf = (offering: Offering, sagaId: string): PublicationOutcome =>
  isPublishedBy(offering, sagaId) ? 'PUBLISHED' : 'DRAFT';

export function retireOffering(current: Offering, now: string): OfferingDecision {
  requireStatus(current, 'PUBLISHED', 'retired');
  const state = next(current, { lifecycle_status: 'RETIRED', retired_at: now, scheduled: null }, now);
  return { kind: 'stored', state, event: 'OfferingRetired' };
}

const isBeingPublishedBy = ({ lifecycle_status, saga_id }: Offering, sagaId: string): boolean =>
  lifecycle_status === 'PUBLISHING' && saga_id === sagaId;

const isPublishedBy = ({ lifecycle_status, saga_id }: Offering, sagaId: string): boolean =>
  (lifecycle_status === 'PUBLISHED' || lifecycle_status === 'RETIRED') && saga_id === sagaId;

function requireStatus({ lifecycle_status }: Offering, needed: LifecycleStatus, done: string): void {
  if (lifecycle_status === needed) return;
  throw new Rejection('WRONG_STATE', `Only an offering that is ${needed} can be ${done}; this one is ${lifecycle_status}`, {
    lifecycle_status,
  });
}

type Content = OfferingTexts & Pick<Offering, 'specification_ids' | 'pricing_ids'>;

function checked(wanted: OfferingInput, references: References): Content {
  const { specification_ids = [], pricing_ids = [] } = wanted;
  const texts = offeringTextsFrom(wanted);
  refuseUnknown('specification_ids', missingIds(specification_ids, references.specifications));
  refuseUnknown('pricing_ids', missingIds(pricing_ids, references.prices));
  return { ...texts, specification_ids, pricing_ids };
}

function refuseUnknown(field: string, invalid_ids: string[]): void {
  if (invalid_ids.length === 0) return;
  throw new Rejection('INVALID_REFERENCE', `${field} lists ${invalid_ids.length} that do not exist`, { field, invalid_ids });
}

export const next = (current: Offering, changes: Partial<Offering>, now: string): Offering => ({
  ...current,
  ...changes,
  version: current.version + 1,
  updated_at: now,
});
