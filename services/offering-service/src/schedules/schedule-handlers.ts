/** Answers what is to be done to an offering later, or no longer. */
import { dueTimeFrom, type Offering, openRevision, schedulesOf } from '@catalog/contracts';
import { etagOf, type Reply, type Request, requireMatch } from '@catalog/http/server';
import { type Database, idempotentlyAfter } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api } from '../api.ts';
import { knownReferences, type Lookups } from '../catalog-lookups.ts';
import type { OfferingStore } from '../offering/index.ts';
import type { Scheduled } from '../offering-bodies.ts';
import {
  cancelRevisionSchedule,
  cancelSchedule,
  type Due,
  type OfferingDecision,
  schedulePublication,
  scheduleRetirement,
} from '../rules/index.ts';

type Needs = {
  database: Database;
  offerings: OfferingStore;
  lookups: Lookups;
  now: () => string;
  /** Called once a change of what is scheduled is committed. */
  scheduleChanged: () => void;
};

type Operations = (typeof api)['operations'];
type ScheduleRequest = Request<Operations['publishOffering'] | Operations['publishRevision'] | Operations['retireOffering']> & {
  at: string;
};
type CancelRequest = Request<Operations['cancelSchedule'] | Operations['cancelRevisionSchedule']>;
type ScheduledReply = Reply<202, Scheduled> & { body: Scheduled };
type Scheduling = {
  learn: () => Promise<void>;
  decide: (current: Offering, due: Due, tx: Database) => OfferingDecision | Promise<OfferingDecision>;
};

export const scheduleHandlers = ({ database, offerings, lookups, now, scheduleChanged }: Needs) => {
  async function schedule(
    { at, params, caller, preconditions, idempotency }: ScheduleRequest,
    { learn, decide }: Scheduling,
  ): Promise<ScheduledReply> {
    const reply = await idempotentlyAfter(database, idempotency, {
      learn,
      work: async (tx) => {
        const due = { schedule_id: randomUUID(), at: dueTimeFrom(at, now()) };
        return accepted(
          due.schedule_id,
          await offerings(tx, caller).change(params.id, (current, inner) => {
            requireMatch(preconditions, etagOf(current.version));
            return decide(current, due, inner);
          }),
        );
      },
    });
    scheduleChanged();
    return reply;
  }

  async function cancel(
    { params, caller, preconditions }: CancelRequest,
    decide: (current: Offering) => OfferingDecision,
  ): Promise<Reply<204, undefined>> {
    await offerings(database, caller).change(params.id, (current) => {
      requireMatch(preconditions, etagOf(current.version));
      return decide(current);
    });
    scheduleChanged();
    return { status: 204 };
  }

  return {
    /** `check` refuses a revision that is not the one that is being prepared. */
    publishLater: (request: ScheduleRequest, check: (current: Offering) => void) =>
      schedule(request, {
        learn: async () => {
          const offering = await offerings(database, request.caller).get(request.params.id);
          await lookups.learnInFull(openRevision(offering) ?? offering, request.authorization);
        },
        decide: async (current, due, tx) => {
          check(current);
          return schedulePublication(current, await knownReferences(tx, openRevision(current) ?? current), due, now());
        },
      }),

    retireLater: (request: ScheduleRequest) =>
      schedule(request, {
        learn: async () => {},
        decide: (current, due) => scheduleRetirement(current, due, now()),
      }),

    cancel: (request: CancelRequest) => cancel(request, (current) => cancelSchedule(current, now())),

    cancelOfRevision: (request: CancelRequest, check: (current: Offering) => void) =>
      cancel(request, (current) => {
        check(current);
        return cancelRevisionSchedule(current, now());
      }),
  };
};

function accepted(scheduleId: string, offering: Offering): ScheduledReply {
  const scheduled = schedulesOf(offering).find(({ schedule_id }) => schedule_id === scheduleId)!;
  const message = `Due to ${scheduled.action} at ${scheduled.at}`;
  return {
    status: 202,
    body: { message, offering_id: offering.id, status: offering.lifecycle_status, scheduled },
    headers: { ETag: etagOf(offering.version) },
  };
}
