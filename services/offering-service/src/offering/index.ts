/** Offerings in Postgres, with the records of their publications and schedules. */
export { type OfferingStore, offeringStore } from './offerings.ts';
export { type ClaimedToSettle, publications } from './publication-records.ts';
export { type ClaimedSchedule, schedules } from './schedule-records.ts';
