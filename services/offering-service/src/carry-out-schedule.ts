/** Does what an offering is scheduled for once it is due, in the name of whoever scheduled it; repeated, or too late, it changes nothing. */
import { scheduleOf } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { ScheduleStep } from '@catalog/saga-worker';
import { knownReferences } from './catalog-lookups.ts';
import { offerings } from './offerings.ts';
import { publications } from './publications.ts';
import { carryOut } from './schedule.ts';
import { schedules } from './schedules.ts';

type Needs = {
  database: Database;
  now: () => string;
  /** Called once a requested publication is committed. */
  publicationRequested: () => void;
  deadlineSeconds: number;
};

export const carryOutSchedule = ({ database, now, publicationRequested, deadlineSeconds }: Needs): ScheduleStep =>
  async ({ scheduleId, offeringId }) => {
    const offering = await database.transaction(async (tx) => {
      const scheduler = await schedules(tx).scheduledBy(scheduleId);
      return scheduler && offerings(tx, scheduleOf(scheduler)).change(offeringId, async (current, inner) => {
        const decision = carryOut(current, await knownReferences(inner, current), { scheduleId, now: now() });
        if (decision?.event === 'OfferingPublicationInitiated') {
          await publications(inner).request({ offering: decision.offering, deadlineSeconds, now: now() });
        }
        return decision;
      });
    });
    const facts = { schedule_id: scheduleId, offering_id: offeringId };
    if (!offering) log.info('Schedule is due but holds no more', facts);
    else log.info('Schedule carried out', { ...facts, lifecycle_status: offering.lifecycle_status });
    publicationRequested();
    return {};
  };
