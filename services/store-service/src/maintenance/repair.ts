/** Mends what differs from the owners of the catalog and leaves the rest alone: a rebuild of nothing but the drift. */
import { catalogKinds } from '../replicas/index.ts';
import { createIndexes } from './create-indexes.ts';
import type { FindDrift } from './drift.ts';
import { noProgress, type Rebuild } from './rebuild-progress.ts';
import { type RebuildNeeds, refreshThese, restored } from './rebuild.ts';
import { reindex } from './reindex.ts';
import { restoreSome } from './restore-replicas.ts';

export const repair = (findDrift: FindDrift, needs: RebuildNeeds): Rebuild => async (report) => {
  const progress = noProgress();
  await createIndexes(needs.database);
  const drift = await findDrift();
  const idsIn = (part: keyof typeof drift): string[] => drift[part].differences.map(({ id }) => id);
  for (const kind of catalogKinds) await restoreSome(kind, idsIn(kind), { ...needs, seen: restored(kind, progress, report) });
  await refreshThese([...idsIn('offerings'), ...idsIn('documents')], needs, { progress, report });
  // An entry of a later revision than its document can only be replaced in a new index, so an index that differs is made anew.
  if ((await findDrift()).index.differences.length > 0) progress.indexed = await reindex({ ...needs, alive: () => report(progress) });
  return progress;
};
