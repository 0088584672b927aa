/** Makes the read model anew from what the owners of the catalog have, while it serves and events go on; the newest version wins. */
import type { Db } from 'mongodb';
import type { PublishedOfferings } from '../documents/index.ts';
import type { RefreshOffering } from '../projection/index.ts';
import { type CatalogKind, catalogKinds, type CatalogLookups, type ReferenceData } from '../replicas/index.ts';
import type { IndexUpkeep, SearchIndex } from '../search-index/index.ts';
import { createIndexes } from './create-indexes.ts';
import { noProgress, type Progress, type Rebuild, type Report } from './rebuild-progress.ts';
import { reindex } from './reindex.ts';
import { restoreAll } from './restore-replicas.ts';

export type RebuildNeeds = {
  database: Db;
  lookups: CatalogLookups;
  replicas: ReferenceData;
  documents: PublishedOfferings;
  refresh: RefreshOffering;
  index: SearchIndex;
  upkeep: IndexUpkeep;
};

/** Those that are asked for together are refreshed together. */
const AT_ONCE = 50;

export const rebuild = (needs: RebuildNeeds): Rebuild => async (report) => {
  const { database, replicas, documents } = needs;
  const progress = noProgress();
  // A database that was wiped has lost them too.
  await createIndexes(database);
  for (const kind of catalogKinds) await restoreAll(kind, { ...needs, seen: restored(kind, progress, report) });
  await refreshThese([...await replicas.offerings.ids(), ...await documents.ids()], needs, { progress, report });
  progress.indexed = await reindex({ ...needs, alive: () => report(progress) });
  return progress;
};

type Reporting = { progress: Progress; report: Report };

export const restored = (kind: CatalogKind, progress: Progress, report: Report) => async (count: number): Promise<void> => {
  progress[kind] += count;
  await report(progress);
};

export async function refreshThese(ids: string[], { refresh }: Pick<RebuildNeeds, 'refresh'>, { progress, report }: Reporting): Promise<void> {
  const rest = [...new Set(ids)];
  while (rest.length > 0) {
    const some = rest.splice(0, AT_ONCE);
    await Promise.all(some.map(refresh));
    progress.refreshed += some.length;
    await report(progress);
  }
}
