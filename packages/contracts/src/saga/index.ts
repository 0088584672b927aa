/** The publication saga and the schedules, as the workflow engine and the services agree on them. */
export * from './schedule-process.ts';
export * from './publication-process.ts';
