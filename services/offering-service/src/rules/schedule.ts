/**
 * The rules of scheduling: an offering is due for one thing at a time, and doing that by hand before, or deleting it, ends the schedule.
 */
import { type Actor, alreadyScheduled, type Offering, Rejection, type Schedule, scheduledAsApproved } from '@catalog/contracts';
import { next, type OfferingDecision, type References, retireOffering, startPublication } from './offering.ts';

export type Due = Pick<Schedule, 'schedule_id' | 'at'>;

/** Refuses what could not be published now: it may be mended until it is due, but nobody schedules what they know to fail. */
export function schedulePublication(current: Offering, references: References, due: Due, now: string): OfferingDecision {
  requireUnscheduled(current);
  startPublication(current, references, { sagaId: due.schedule_id, now });
  return { kind: 'stored', state: next(current, { scheduled: { ...due, action: 'publish' } }, now), event: 'OfferingScheduled' };
}

export function scheduleRetirement(current: Offering, due: Due, now: string): OfferingDecision {
  requireUnscheduled(current);
  retireOffering(current, now);
  return { kind: 'stored', state: next(current, { scheduled: { ...due, action: 'retire' } }, now), event: 'OfferingScheduled' };
}

export function cancelSchedule(current: Offering, now: string): OfferingDecision {
  if (!current.scheduled) throw new Rejection('NOT_FOUND', `Nothing is scheduled for offering ${current.id}`);
  return { kind: 'stored', state: next(current, { scheduled: null }, now), event: 'OfferingScheduleCancelled' };
}

/** Due to be published is what an administrator approved: nobody else changes it, and what they change themselves is approved thereby. */
export function withApproval(current: Offering, decision: OfferingDecision, { username, role }: Actor): OfferingDecision {
  if (role === 'USER' && current.scheduled && current.lifecycle_status === 'DRAFT') throw scheduledAsApproved(current.scheduled);
  const { state } = decision;
  if (state.scheduled?.action !== 'publish') return decision;
  const scheduled = { ...state.scheduled, approved_version: state.version, approved_by: username };
  return { ...decision, state: { ...state, scheduled } };
}

/** What becomes of it when it is due, by the rules as they are then. A schedule that holds no more changes nothing. */
export function carryOut(
  current: Offering,
  references: References,
  { scheduleId, now }: { scheduleId: string; now: string },
): OfferingDecision | undefined {
  if (current.scheduled?.schedule_id !== scheduleId) return undefined;
  if (current.scheduled.action === 'retire') return retireOffering(current, now);
  const notPublished = ({ code, message }: { code: string; message: string }): OfferingDecision => {
    const last_publication_error = { code, message, at: now, saga_id: scheduleId };
    return { kind: 'stored', state: next(current, { scheduled: null, last_publication_error }, now), event: 'OfferingPublicationFailed' };
  };
  const { approved_version = current.version } = current.scheduled;
  if (approved_version !== current.version) return notPublished(notApproved(current.version, approved_version));
  try {
    return startPublication(current, references, { sagaId: scheduleId, now });
  } catch (error) {
    if (error instanceof Rejection) return notPublished(error);
    throw error;
  }
}

const notApproved = (version: number, approved: number) => ({
  code: 'NOT_APPROVED',
  message: `Version ${approved} was approved, and this is version ${version}: schedule it again to approve what it is now`,
});

function requireUnscheduled({ scheduled }: Offering): void {
  if (scheduled) throw alreadyScheduled(scheduled);
}
