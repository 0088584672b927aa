/** Counts how many of each kind a rebuild or a repair has brought up to date so far, and reports it. */
import type { CatalogKind } from '../replicas/index.ts';

export type Progress = Record<CatalogKind | 'refreshed' | 'indexed', number>;
type Report = (progress: Progress) => Promise<void>;

/** `report` may throw to stop it: what has been done by then stays. */
export type Rebuild = (report: Report) => Promise<Progress>;

export const noProgress = (): Progress => ({
  characteristics: 0,
  specifications: 0,
  prices: 0,
  categories: 0,
  offerings: 0,
  refreshed: 0,
  indexed: 0,
});

export function rebuildProgress(report: Report) {
  const progress = noProgress();
  return {
    progress,
    report: (): Promise<void> => report(progress),
    add(step: keyof Progress, count: number): Promise<void> {
      progress[step] += count;
      return report(progress);
    },
  };
}
