/** Offerings in Postgres, with the records of their publications and schedules. */
export { type OfferingStore, offeringStore } from './offerings.ts';
export { type ClaimedToSettle, publicationRecords } from './publication-records.ts';
export { type PublishedRevision, revisionRecords } from './revision-records.ts';
export { type ClaimedSchedule, scheduleRecords } from './schedule-records.ts';
