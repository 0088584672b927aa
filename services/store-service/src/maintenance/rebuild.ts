/** Rebuilds the whole read model from the owners of the catalog, while it serves requests and handles events; the newest version wins. */
import type { Db } from 'mongodb';
import type { PublishedOfferings } from '../documents/index.ts';
import type { RefreshOffering } from '../projection/index.ts';
import { catalogKinds, type CatalogLookups, type CatalogReplicas } from '../replicas/index.ts';
import type { IndexSync, SearchIndex } from '../search-index/index.ts';
import { createIndexes } from './create-indexes.ts';
import { type Rebuild, rebuildProgress } from './rebuild-progress.ts';
import { refreshAll } from './refresh-all.ts';
import { reindex } from './reindex.ts';
import { restoreAllReplicas } from './restore-replicas.ts';

export type RebuildNeeds = {
  database: Db;
  lookups: CatalogLookups;
  replicas: CatalogReplicas;
  documents: PublishedOfferings;
  refresh: RefreshOffering;
  index: SearchIndex;
  sync: IndexSync;
};

export const rebuild =
  (needs: RebuildNeeds): Rebuild =>
  async (onProgress) => {
    const { database, replicas, documents, refresh } = needs;
    const { progress, report, add } = rebuildProgress(onProgress);
    // They are missing if the database was wiped.
    await createIndexes(database);
    for (const kind of catalogKinds) await restoreAllReplicas(kind, { ...needs, restored: (count) => add(kind, count) });
    await refreshAll([...(await replicas.offerings.ids()), ...(await documents.ids())], refresh, (count) => add('refreshed', count));
    progress.indexed = await reindex({ ...needs, alive: report });
    return progress;
  };
