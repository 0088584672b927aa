/** Where an import writes to: a catalog by its public API, or nowhere, to see what would happen. */
import { randomUUID } from 'node:crypto';
import type { Body } from './body-of.ts';
import type { CatalogApi } from './catalog-api.ts';
import { type Ended, publishDrafts } from './publish-drafts.ts';
import type { Kind } from './row.ts';
import { pathOf, type Thing } from './things.ts';

export type ImportTarget = {
  /** Creates a thing, or replaces the current one. */
  write: (kind: Kind, current: Thing | undefined, body: Body) => Promise<Thing>;
  publish: (offeringIds: string[], ended: Ended) => Promise<void>;
};

export const targetOf = (api: CatalogApi): ImportTarget => ({
  async write(kind, current, body) {
    const { body: thing } = current
      ? await api.send<Thing>('PUT', `${pathOf(kind)}/${current.id}`, { body })
      : await api.send<Thing>('POST', pathOf(kind), { body, idempotencyKey: randomUUID() });
    return thing;
  },
  publish: (ids, ended) => publishDrafts(api, ids, ended),
});

export const dryRun: ImportTarget = {
  write: async (kind, current, body) => ({
    id: randomUUID(), ...(kind === 'offering' && { lifecycle_status: 'DRAFT' }), ...current, ...body, version: (current?.version ?? 0) + 1,
  } as Thing),
  publish: async (ids, ended) => { for (const id of ids) ended(id); },
};
