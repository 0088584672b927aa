/** The rules of a publication: of a new offering, or of the next revision of one that is published or retired. */
import {
  beingPublishedBy,
  contentOf,
  inOpenRevision,
  obstaclesTo,
  type Offering,
  type PublicationError,
  type PublicationOutcome,
  Rejection,
} from '@catalog/contracts';
import type { Obstacle } from '../offering-bodies.ts';
import { next, type OfferingDecision, type References, requireOpen } from './offering.ts';

/** Everything that keeps the open revision from being published, all at once; an empty list means it can be. Refuses what is no draft. */
export const publicationObstacles = (current: Offering, references: References): Obstacle[] =>
  obstaclesTo(requireOpen(current, 'DRAFT', 'published'), references);

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
  const started = inOpenRevision(current, {
    lifecycle_status: 'PUBLISHING',
    saga_id: sagaId,
    last_publication_error: null,
    scheduled: null,
  });
  return { kind: 'stored', state: next(current, started, now), event: 'OfferingPublicationInitiated' };
}

/** Only the saga that publishes it may confirm, and only once: late confirmations find nothing to confirm. */
export function confirmPublication(current: Offering, sagaId: string, now: string): OfferingDecision | undefined {
  if (isPublishedBy(current, sagaId)) return undefined;
  const open = beingPublishedBy(current, sagaId);
  if (!open) {
    throw new Rejection('WRONG_STATE', 'This publication has ended already', {
      lifecycle_status: current.lifecycle_status,
      saga_id: sagaId,
    });
  }
  const published: Partial<Offering> = {
    ...contentOf(open),
    revision: open.revision,
    revises: open.revises,
    lifecycle_status: 'PUBLISHED',
    saga_id: sagaId,
    last_publication_error: null,
    published_at: now,
    retired_at: null,
    // What was published before may be due to retire: that holds for the offering, whichever revision of it is shown.
    scheduled: open.scheduled_retirement ?? (current.next_revision && current.scheduled) ?? null,
    scheduled_retirement: null,
    next_revision: null,
  };
  return { kind: 'stored', state: next(current, published, now), event: 'OfferingPublished' };
}

type Failure = Pick<PublicationError, 'code' | 'message'>;

/** Back to a draft, unless the saga has got as far as publishing: then there is no way back, and nothing is changed. */
export function revertPublication(current: Offering, sagaId: string, failure: Failure, now: string): OfferingDecision | undefined {
  if (!beingPublishedBy(current, sagaId)) return undefined;
  const last_publication_error: PublicationError = { ...failure, at: now, saga_id: sagaId };
  const reverted = inOpenRevision(current, { lifecycle_status: 'DRAFT', saga_id: null, last_publication_error });
  return { kind: 'stored', state: next(current, reverted, now), event: 'OfferingPublicationFailed' };
}

/** The saga that can be cancelled. */
export const publishingSaga = (current: Offering): string => requireOpen(current, 'PUBLISHING', 'cancelled').saga_id!;

export const outcomeOf = (offering: Offering, sagaId: string): PublicationOutcome =>
  isPublishedBy(offering, sagaId) ? 'PUBLISHED' : 'DRAFT';

const isPublishedBy = ({ lifecycle_status, saga_id }: Offering, sagaId: string): boolean =>
  (lifecycle_status === 'PUBLISHED' || lifecycle_status === 'RETIRED') && saga_id === sagaId;
