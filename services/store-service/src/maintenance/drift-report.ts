/** The drift in the form of the API: the number of differences and the first of them. */
import { type DriftReport, LISTED_DIFFERENCES } from '../api.ts';
import { type Drift, type DriftPart, driftParts } from './drift.ts';

export const driftReport = (drift: Drift, now: Date): DriftReport => ({
  checked_at: now.toISOString(),
  total: driftParts.reduce((sum, part) => sum + drift[part].differences.length, 0),
  ...(Object.fromEntries(driftParts.map((part) => [part, reported(drift[part])])) as Pick<DriftReport, DriftPart>),
});

const reported = ({ expected, differences }: Drift[DriftPart]): DriftReport[DriftPart] => ({
  expected,
  differing: differences.length,
  differences: differences.slice(0, LISTED_DIFFERENCES),
});
