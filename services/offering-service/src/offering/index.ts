/** Offerings in Postgres, with the records of their publications and schedules. */
export { type OfferingStore, offeringStore } from './offerings.ts';
export { publications, type Unsettled } from './publication-records.ts';
export { schedules, type ScheduleToTell } from './schedule-records.ts';
