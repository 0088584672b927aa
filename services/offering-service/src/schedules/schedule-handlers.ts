/** Answers what is to be done to an offering later, or no longer. */
import { dueTimeFrom, type Offering } from '@catalog/contracts';
import { etagOf, type Handlers, type Reply, type Request, requireMatch } from '@catalog/http/server';
import { type Database, idempotentlyAfter } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api, Scheduled } from '../api.ts';
import { knownReferences, type Lookups } from '../catalog-lookups.ts';
import type { OfferingStore } from '../offering/index.ts';
import { cancelSchedule, type Due, type OfferingDecision, schedulePublication, scheduleRetirement } from '../rules/index.ts';

type Needs = {
  database: Database;
  offerings: OfferingStore;
  lookups: Lookups;
  now: () => string;
  /** Called once a change of what is scheduled is committed. */
  scheduleChanged: () => void;
};

type Operations = (typeof api)['operations'];
type ScheduleRequest = Request<Operations['publishOffering'] | Operations['retireOffering']> & { at: string };
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

  const cancel: Handlers<typeof api>['cancelSchedule'] = async ({ params, caller, preconditions }) => {
    await offerings(database, caller).change(params.id, (current) => {
      requireMatch(preconditions, etagOf(current.version));
      return cancelSchedule(current, now());
    });
    scheduleChanged();
    return { status: 204 };
  };

  return {
    publishLater: (request: ScheduleRequest) =>
      schedule(request, {
        learn: async () => lookups.learnOf(await offerings(database, request.caller).get(request.params.id), request.authorization),
        decide: async (current, due, tx) => schedulePublication(current, await knownReferences(tx, current), due, now()),
      }),

    retireLater: (request: ScheduleRequest) =>
      schedule(request, {
        learn: async () => {},
        decide: (current, due) => scheduleRetirement(current, due, now()),
      }),

    cancel,
  };
};

const accepted = ({ id, version, lifecycle_status, scheduled }: Offering): ScheduledReply => ({
  status: 202,
  body: { message: `Due to ${scheduled!.action} at ${scheduled!.at}`, offering_id: id, status: lifecycle_status, scheduled: scheduled! },
  headers: { ETag: etagOf(version) },
});
