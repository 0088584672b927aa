/** Repairs what differs from the owners of the catalog, and nothing else. */
import { catalogKinds } from '../replicas/index.ts';
import { createIndexes } from './create-indexes.ts';
import type { DriftPart, FindDrift } from './drift.ts';
import { type Rebuild, rebuildProgress } from './rebuild-progress.ts';
import type { RebuildNeeds } from './rebuild.ts';
import { refreshAll } from './refresh-all.ts';
import { reindex } from './reindex.ts';
import { restoreReplicas } from './restore-replicas.ts';

export const repair =
  (findDrift: FindDrift, needs: RebuildNeeds): Rebuild =>
  async (onProgress) => {
    const { progress, report, add } = rebuildProgress(onProgress);
    await createIndexes(needs.database);
    const drift = await findDrift();
    const idsIn = (part: DriftPart): string[] => drift[part].differences.map(({ id }) => id);
    for (const kind of catalogKinds) await restoreReplicas(kind, idsIn(kind), { ...needs, restored: (count) => add(kind, count) });
    await refreshAll([...idsIn('offerings'), ...idsIn('documents')], needs.refresh, (count) => add('refreshed', count));
    // The index never takes an older revision in place of a newer one, so if it still differs, a new one is filled.
    if ((await findDrift()).index.differences.length > 0) progress.indexed = await reindex({ ...needs, alive: report });
    return progress;
  };
