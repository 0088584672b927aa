/** The rules of revisions: what is published is not changed, but followed by the next revision of the same offering. */
import {
  contentOf,
  inOpenRevision,
  type Offering,
  openRevision,
  Rejection,
  type RevisionContent,
  revisionOf,
  revisionOpen,
  wrongState,
} from '@catalog/contracts';
import type { OfferingInput } from '../offering-bodies.ts';
import { checked, isSame, next, type OfferingDecision, type References, requireOpen } from './offering.ts';

/** As it stands in an address: its number, or that of the one that is being prepared. */
export type RevisionRef = number | 'draft';

/** Begins as a copy of an earlier revision; `from` tells which, and what it said. Refuses a second one. */
export function openNextRevision(current: Offering, from: { revision: number; content: RevisionContent }, now: string): OfferingDecision {
  const { next_revision } = current;
  if (next_revision) throw revisionOpen(next_revision.revision);
  if (openRevision(current)) throw wrongState(current, 'PUBLISHED or RETIRED', 'revised');
  const opened = {
    revision: revisionOf(current) + 1,
    revises: from.revision,
    ...contentOf(from.content),
    lifecycle_status: 'DRAFT' as const,
    saga_id: null,
    last_publication_error: null,
    scheduled: null,
    scheduled_retirement: null,
  };
  return { kind: 'stored', state: next(current, { next_revision: opened }, now), event: 'OfferingRevisionOpened' };
}

export function changeNextRevision(
  current: Offering,
  wanted: Omit<OfferingInput, 'external_id'>,
  references: References,
  now: string,
): OfferingDecision | undefined {
  const open = requireOpen(current, 'DRAFT', 'changed');
  const content = contentOf(checked(wanted, references));
  if (isSame(content, open)) return undefined;
  return { kind: 'stored', state: next(current, inOpenRevision(current, content), now), event: 'OfferingRevisionUpdated' };
}

/** What is published, or was retired, stays as it is. */
export function discardNextRevision(current: Offering, now: string): OfferingDecision {
  requireOpen(current, 'DRAFT', 'discarded');
  return { kind: 'stored', state: next(current, { next_revision: null }, now), event: 'OfferingRevisionDiscarded' };
}

/** Refuses unless it is the revision that is being prepared: the others were published, and stay as they were. */
export function requireOpenRevision(current: Offering, ref: RevisionRef): void {
  const open = openRevision(current);
  if (open && (ref === 'draft' || ref === open.revision)) return;
  if (ref === 'draft') throw noDraft(current.id);
  if (ref > revisionOf(current)) throw noRevision(current.id, ref);
  throw new Rejection('WRONG_STATE', `Revision ${ref} was published and stays as it is; open the next revision to change something`, {
    lifecycle_status: current.lifecycle_status,
  });
}

/** What is asked of the offering itself is about its first revision, until that is published. */
export function requireFirstRevision(current: Offering, done: string): void {
  if (current.next_revision) throw wrongState(current, 'DRAFT', done);
}

export const noDraft = (offeringId: string): Rejection =>
  new Rejection('NOT_FOUND', `No revision of offering ${offeringId} is being prepared`);

export const noRevision = (offeringId: string, revision: number): Rejection =>
  new Rejection('NOT_FOUND', `Offering ${offeringId} has no revision ${revision}`);
