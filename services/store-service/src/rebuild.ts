/** Makes the read model anew from what the owners of the catalog have, while it serves and events go on; the newest version wins. */
import type { CatalogKind, CatalogLookups } from './catalog-lookups.ts';
import type { IndexUpkeep } from './index-upkeep.ts';
import type { PublishedOfferings } from './published-offerings.ts';
import type { ReferenceData } from './reference-data.ts';
import type { RefreshOffering } from './refresh-offering.ts';
import { reindex } from './reindex.ts';
import type { SearchIndex } from './search-index.ts';

/** How many of each have been seen to so far. */
export type Progress = Record<CatalogKind | 'refreshed' | 'indexed', number>;

export type Rebuild = (report: (progress: Progress) => Promise<void>) => Promise<Progress>;

type Needs = {
  lookups: CatalogLookups;
  replicas: ReferenceData;
  documents: PublishedOfferings;
  refresh: RefreshOffering;
  index: SearchIndex;
  upkeep: IndexUpkeep;
};

/** What offerings are made of comes first, so that no offering has to ask for it again. */
const kinds = ['characteristics', 'specifications', 'prices', 'offerings'] as const;
const REPORT_EVERY = 50;
const IDS_AT_ONCE = 100;

/** `report` may throw to stop it: whatever has been done by then is right. */
export const rebuild = (needs: Needs): Rebuild => async (report) => {
  const progress: Progress = { characteristics: 0, specifications: 0, prices: 0, offerings: 0, refreshed: 0, indexed: 0 };
  const { replicas, documents, refresh } = needs;
  for (const kind of kinds) {
    await restore(kind, needs, async (seen) => {
      progress[kind] += seen;
      await report(progress);
    });
  }
  for (const id of new Set([...await replicas.offerings.ids(), ...await documents.ids()])) {
    await refresh(id);
    progress.refreshed += 1;
    if (progress.refreshed % REPORT_EVERY === 0) await report(progress);
  }
  progress.indexed = await reindex({ ...needs, alive: () => report(progress) });
  return progress;
};

async function restore(kind: CatalogKind, { lookups, replicas }: Needs, seen: (count: number) => Promise<void>): Promise<void> {
  const own = replicas[kind];
  const known = new Set(await own.ids());
  const keep = async (states: { id: string }[]) => {
    for (const state of states) {
      await own.restore(state as never);
      known.delete(state.id);
    }
    await seen(states.length);
  };
  for await (const page of lookups.all(kind)) await keep(page);
  // What no page had is asked for by id: a page may have missed it.
  const unseen = [...known];
  for (let start = 0; start < unseen.length; start += IDS_AT_ONCE) {
    await keep(await lookups[kind](unseen.slice(start, start + IDS_AT_ONCE)));
  }
  for (const gone of await own.findAll([...known])) await own.markDeleted(gone);
}
