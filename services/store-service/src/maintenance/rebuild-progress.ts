/** How far a rebuild or a repair has come: how many of each kind have been brought up to date so far. */
import type { CatalogKind } from '../replicas/index.ts';

export type Progress = Record<CatalogKind | 'refreshed' | 'indexed', number>;
export type Report = (progress: Progress) => Promise<void>;

/** `report` may throw to stop it: whatever has been done by then is right. */
export type Rebuild = (report: Report) => Promise<Progress>;

export const noProgress = (): Progress =>
  ({ characteristics: 0, specifications: 0, prices: 0, offerings: 0, refreshed: 0, indexed: 0 });
