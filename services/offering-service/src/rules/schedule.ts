/**
 * The rules of scheduling: an offering is due for one thing at a time, and doing that by hand before, or deleting it, ends the schedule.
 * What is due to be published may be due to be retired after that.
 */
import {
  type Actor,
  alreadyScheduled,
  inOpenRevision,
  type Offering,
  type OpenRevision,
  openRevision,
  Rejection,
  type Schedule,
  scheduledAsApproved,
} from '@catalog/contracts';
import { next, type OfferingDecision, type References, retireOffering } from './offering.ts';
import { startPublication } from './publication.ts';

export type Due = Pick<Schedule, 'schedule_id' | 'at'>;

/** Refuses what could not be published now: it may be mended until it is due, but nobody schedules what they know to fail. */
export function schedulePublication(current: Offering, references: References, due: Due, now: string): OfferingDecision {
  requireUnscheduled(openRevision(current)?.scheduled);
  startPublication(current, references, { sagaId: due.schedule_id, now });
  const scheduled: Schedule = { ...due, action: 'publish' };
  return { kind: 'stored', state: next(current, inOpenRevision(current, { scheduled }), now), event: 'OfferingScheduled' };
}

/** Of what is published; or of what is due to be published before. */
export function scheduleRetirement(current: Offering, due: Due, now: string): OfferingDecision {
  const scheduled: Schedule = { ...due, action: 'retire' };
  const open = openRevision(current);
  if (current.lifecycle_status === 'PUBLISHED' || !open?.scheduled) {
    requireUnscheduled(current.scheduled);
    retireOffering(current, now);
    return { kind: 'stored', state: next(current, { scheduled }, now), event: 'OfferingScheduled' };
  }
  requireUnscheduled(open.scheduled_retirement);
  if (due.at <= open.scheduled.at) {
    throw new Rejection('VALIDATION_ERROR', `at must be after ${open.scheduled.at}, when it is due to be published`, { field: 'at' });
  }
  return {
    kind: 'stored',
    state: next(current, inOpenRevision(current, { scheduled_retirement: scheduled }), now),
    event: 'OfferingScheduled',
  };
}

/** Of the offering; without its publication there is nothing to be retired after it either. */
export function cancelSchedule(current: Offering, now: string): OfferingDecision {
  const { scheduled, scheduled_retirement } = current;
  if (!scheduled && !scheduled_retirement) throw nothingScheduled(`offering ${current.id}`);
  return cancelled(current, { scheduled: null, scheduled_retirement: null }, now);
}

/** Of the revision that is being prepared. */
export function cancelRevisionSchedule(current: Offering, now: string): OfferingDecision {
  const open = openRevision(current);
  if (!open?.scheduled && !open?.scheduled_retirement) throw nothingScheduled(`the next revision of offering ${current.id}`);
  return cancelled(current, inOpenRevision(current, { scheduled: null, scheduled_retirement: null }), now);
}

const cancelled = (current: Offering, changes: Partial<Offering>, now: string): OfferingDecision => ({
  kind: 'stored',
  state: next(current, changes, now),
  event: 'OfferingScheduleCancelled',
});

const nothingScheduled = (what: string): Rejection => new Rejection('NOT_FOUND', `Nothing is scheduled for ${what}`);

/**
 * Due to be published is what an administrator approved: nobody else changes it, and what they change themselves is approved thereby.
 * What a schedule or a saga does approves nothing anew, and takes no approval away.
 */
export function withApproval(current: Offering, decision: OfferingDecision, { username, role }: Actor): OfferingDecision {
  const [was, is] = [openRevision(current), openRevision(decision.state)];
  if (role === 'USER' && was?.lifecycle_status === 'DRAFT' && was.scheduled) throw scheduledAsApproved(was.scheduled);
  if (is?.scheduled?.action !== 'publish') return decision;
  const approved_by = role === 'SERVICE' ? is.scheduled.approved_by : username;
  const scheduled: Schedule = {
    ...is.scheduled,
    approved_version: decision.state.version,
    ...(approved_by !== undefined && { approved_by }),
  };
  return { ...decision, state: { ...decision.state, ...inOpenRevision(decision.state, { scheduled }) } };
}

/** What becomes of it when it is due, by the rules as they are then. A schedule that holds no more changes nothing. */
export function carryOut(
  current: Offering,
  references: References,
  { scheduleId, now }: { scheduleId: string; now: string },
): OfferingDecision | undefined {
  const isThis = (schedule: Schedule | null | undefined): boolean => schedule?.schedule_id === scheduleId;
  const open = openRevision(current);
  if (open && isThis(open.scheduled)) return publishDue(current, open, references, { scheduleId, now });
  if (open && isThis(open.scheduled_retirement)) return dropRetirement(current, open, now);
  if (!isThis(current.scheduled)) return undefined;
  if (open?.lifecycle_status === 'PUBLISHING') throw stillPublishing(current);
  return retireOffering(current, now);
}

function publishDue(
  current: Offering,
  { scheduled }: OpenRevision,
  references: References,
  { scheduleId, now }: { scheduleId: string; now: string },
): OfferingDecision {
  const notPublished = ({ code, message }: { code: string; message: string }): OfferingDecision => {
    const last_publication_error = { code, message, at: now, saga_id: scheduleId };
    const state = next(current, inOpenRevision(current, { scheduled: null, last_publication_error }), now);
    return { kind: 'stored', state, event: 'OfferingPublicationFailed' };
  };
  const { approved_version = current.version } = scheduled!;
  if (approved_version !== current.version) return notPublished(notApproved(current.version, approved_version));
  try {
    return startPublication(current, references, { sagaId: scheduleId, now });
  } catch (error) {
    if (error instanceof Rejection) return notPublished(error);
    throw error;
  }
}

/** It was to be retired once it was published, and was not published. */
function dropRetirement(current: Offering, open: OpenRevision, now: string): OfferingDecision {
  if (open.lifecycle_status === 'PUBLISHING') throw stillPublishing(current);
  return cancelled(current, inOpenRevision(current, { scheduled_retirement: null }), now);
}

/** Not a refusal: whoever carries the schedule out tries again. */
const stillPublishing = ({ id }: Offering): Error => new Error(`offering ${id} is being published: it is retired after that`);

const notApproved = (version: number, approved: number) => ({
  code: 'NOT_APPROVED',
  message: `Version ${approved} was approved, and this is version ${version}: schedule it again to approve what it is now`,
});

function requireUnscheduled(scheduled: Schedule | null | undefined): void {
  if (scheduled) throw alreadyScheduled(scheduled);
}
