export { createIndexes } from './create-indexes.ts';
export { driftReport } from './drift-report.ts';
export { type Drift, driftParts, type FindDrift, findDrift } from './drift.ts';
export { type RebuildJobs, rebuildJobs } from './rebuild-jobs.ts';
export type { Progress, Rebuild } from './rebuild-progress.ts';
export { rebuild } from './rebuild.ts';
export { refreshLayout } from './refresh-layout.ts';
export { repair } from './repair.ts';
