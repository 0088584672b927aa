/** Does what an offering is scheduled for once it is due, in the name of whoever scheduled it; repeated or too late it changes nothing. */
import { openRevision, scheduleOf } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { ScheduleStep } from '@catalog/saga-worker';
import { knownReferences } from '../catalog-lookups.ts';
import { type OfferingStore, scheduleRecords } from '../offering/index.ts';
import { carryOut } from '../rules/index.ts';

type Needs = {
  database: Database;
  offerings: OfferingStore;
  now: () => string;
  /** Called once a requested publication is committed. */
  publicationRequested: () => void;
};

export const carryOutSchedule =
  ({ database, offerings, now, publicationRequested }: Needs): ScheduleStep =>
  async ({ scheduleId, offeringId }) => {
    const offering = await database.transaction(async (tx) => {
      const scheduler = await scheduleRecords(tx).scheduledBy(scheduleId);
      return (
        scheduler &&
        offerings(tx, scheduleOf(scheduler)).change(offeringId, async (current) =>
          carryOut(current, await knownReferences(tx, openRevision(current) ?? current), { scheduleId, now: now() }),
        )
      );
    });
    const facts = { schedule_id: scheduleId, offering_id: offeringId };
    if (!offering) log.info('Schedule is due but holds no more', facts);
    else log.info('Schedule carried out', { ...facts, lifecycle_status: offering.lifecycle_status });
    publicationRequested();
    return {};
  };
