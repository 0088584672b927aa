/** A drift as the API tells it: counted, and cut to a length that can be read. */
import { type DriftReport, driftPart } from './api.ts';
import { type Drift, driftParts } from './drift.ts';

export const driftReport = (drift: Drift, now: Date): DriftReport => ({
  checked_at: now.toISOString(),
  total: driftParts.reduce((sum, part) => sum + drift[part].differences.length, 0),
  ...Object.fromEntries(driftParts.map((part) => [part, driftPart(drift[part].expected, drift[part].differences)])) as
    Pick<DriftReport, (typeof driftParts)[number]>,
});
