/** Where an import writes to: a catalog through its public API, or nowhere for a dry run. */
import { type CatalogClient, CatalogRefusal } from '@catalog/catalog-client';
import type { PriceChange } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Body, contentOf } from './body-of.ts';
import { type OnEnded, publishDrafts } from './publish-drafts.ts';
import { type ChangeRow, collectionOf, type Kind, type OfferingRow, RowRefusal } from '../row.ts';
import { asOfNow, withCalendar } from '../with-calendars.ts';
import type { Thing } from '../things.ts';

export type ImportTarget = {
  /** Creates a thing, or replaces the current one; refuses with VERSION_MISMATCH if somebody has changed that since it was read. */
  write: (kind: Kind, current: Thing | undefined, body: Body) => Promise<Thing>;
  publish: (offeringIds: string[], onEnded: OnEnded) => Promise<void>;
  /** Replaces the offering's current schedule, if any. */
  schedule: (offering: Thing, scheduled: NonNullable<OfferingRow['scheduled']>) => Promise<void>;
  /** Cancels changes in the calendar of a price, and adds others. */
  fillCalendar: (price: Thing, changes: { cancelled: PriceChange[]; added: ChangeRow[] }) => Promise<void>;
};

export const targetOf = (api: CatalogClient): ImportTarget => ({
  async write(kind, current, body) {
    if (current) return replace(api, kind, current, body);
    return (await api.send('POST', `/api/v1/${collectionOf[kind]}`, { body, idempotencyKey: randomUUID() })).body;
  },
  publish: (ids, onEnded) => publishDrafts(api, ids, onEnded),
  async schedule({ id, scheduled }, { action, at }) {
    if (scheduled) await api.send('DELETE', '/api/v1/offerings/{id}/schedule', { params: { id } });
    await api.send('POST', `/api/v1/offerings/{id}/${action}`, { params: { id }, body: { at }, idempotencyKey: randomUUID() });
  },
  async fillCalendar({ id }, { cancelled, added }) {
    for (const { id: change_id } of cancelled) {
      await api.send('DELETE', '/api/v1/prices/{id}/changes/{change_id}', { params: { id, change_id } });
    }
    for (const body of added) {
      await api.send('POST', '/api/v1/prices/{id}/changes', { params: { id }, body, idempotencyKey: randomUUID() });
    }
  },
});

export const dryRun: ImportTarget = {
  async write(kind, current, body) {
    if (current?.['locked'] === true)
      throw new RowRefusal('PRICE_LOCKED', 'An offering that uses this price is being published; try again when that has ended');
    const state = {
      id: randomUUID(),
      ...(kind === 'offering' && { lifecycle_status: 'DRAFT' }),
      ...(kind === 'specification' && { invalid: false }),
      ...current,
    };
    return { ...state, ...body, version: (current?.version ?? 0) + 1 };
  },
  publish: async (ids, onEnded) => {
    for (const id of ids) onEnded(id);
  },
  schedule: async () => {},
  fillCalendar: async () => {},
};

/** Lists have no ETags, so the thing is read again for its tag, and refused if it has changed since the list was read. */
async function replace(api: CatalogClient, kind: Kind, current: Thing, wanted: Body): Promise<Thing> {
  const path = `/api/v1/${collectionOf[kind]}/{id}` as const;
  const params = { id: current.id };
  const { body: seen, headers } = await api.send('GET', path, { params });
  if (!isDeepStrictEqual(contentOf(kind, seen), asOfNow(current, contentOf(kind, current)))) throw changedMeanwhile();
  const body = asOfNow(current, wanted);
  try {
    const { body: replaced } = await api.send('PUT', path, { params, body, ifMatch: headers.get('etag') ?? undefined });
    return current.changes ? withCalendar(replaced, current.changes) : replaced;
  } catch (error) {
    if (!(error instanceof CatalogRefusal && error.code === 'VERSION_MISMATCH')) throw error;
    // A repeated request may find the change of its own first attempt.
    const { body: now } = await api.send('GET', path, { params });
    if (isDeepStrictEqual(contentOf(kind, now), body)) return now;
    throw changedMeanwhile();
  }
}

const changedMeanwhile = (): RowRefusal =>
  new RowRefusal('VERSION_MISMATCH', 'Somebody has changed it since the import began: look at it, then import the row again');
