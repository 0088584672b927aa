/** The publication saga and the schedules, as the workflow engine and the services agree on them. */
export * from './offering-schedule.ts';
export * from './publication-saga.ts';
