/** Creates and publishes the sample catalog through the public API; what exists already is left as it is. */
import { ExpectedError } from '@catalog/backing-services';
import { type CatalogClient, type CatalogKind, CatalogRefusal, type CatalogState } from '@catalog/catalog-client';
import type { Offering } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pMap from 'p-map';
import type { Phase } from '../display/index.ts';
import { type Body, createEntry } from './create-entry.ts';
import { loadCategories } from './load-categories.ts';
import { reviseOfferings } from './revise-offerings.ts';
import { externalId, type SampleCatalog } from './sample-catalog.ts';
import { schedulePriceChanges } from './schedule-price-changes.ts';

export const loadLines = ['characteristics', 'prices', 'categories', 'specifications', 'offerings', 'publication', 'store'] as const;

type Load = { client: CatalogClient; sample: SampleCatalog; phase: Phase; signal?: AbortSignal | undefined };

const AT_ONCE = { concurrency: 8 };
const PUBLISH_LIMIT_MS = 180_000;
const PUBLISH_TRIES = 3;
const POLL_MS = 250;

export async function loadSampleCatalog({ client, sample, phase, signal }: Load): Promise<void> {
  const load = <K extends CatalogKind>(kind: K, bodies: Body[]) => ensureAll({ client, kind, bodies, phase });
  const [characteristics, prices, categories] = await Promise.all([
    load('characteristics', sample.characteristics),
    load('prices', sample.prices),
    loadCategories({ client, categories: sample.categories, phase }),
  ]);
  await schedulePriceChanges({ client, changes: sample.price_changes, idOf: (name) => idOf(prices, name), now: Date.now() });
  const specifications = await load(
    'specifications',
    sample.specifications.map(({ name, characteristics: names }) => ({
      name,
      characteristic_ids: names.map((each) => idOf(characteristics, each)),
    })),
  );
  const offerings = await load(
    'offerings',
    sample.offerings.map(({ specifications: specs, prices: costs, categories: places, ...offering }) => ({
      ...offering,
      external_id: externalId(offering.name),
      specification_ids: specs.map((each) => idOf(specifications, each)),
      pricing_ids: costs.map((each) => idOf(prices, each)),
      category_ids: places.map((each) => idOf(categories, each)),
    })),
  );
  const published = await publishAll({ client, offerings: [...offerings.values()], phase, signal });
  await reviseOfferings({ client, revisions: sample.revisions, idOf: (name) => idOf(offerings, name) });
  await awaitInStore({ client, ids: published, phase, signal });
}

/** Categories by the way to them, all else by name. */
function idOf(things: Map<string, { id: string }>, name: string): string {
  const thing = things.get(name) ?? things.get(name.toLowerCase());
  if (!thing) throw new ExpectedError(`The sample catalog refers to "${name}", which it does not contain.`);
  return thing.id;
}

type Loading<K extends CatalogKind> = { client: CatalogClient; kind: K; bodies: Body[]; phase: Phase };

/** Creates those that are not there yet. */
async function ensureAll<K extends CatalogKind>({ client, kind, bodies, phase }: Loading<K>): Promise<Map<string, CatalogState[K]>> {
  const keys = bodies.map(keyOf);
  const things = await findAll(client, kind, new Set(keys));
  const found = things.size;
  const missing = bodies.filter((body) => !things.has(keyOf(body)));
  await pMap(
    missing,
    async (body) => {
      things.set(keyOf(body), (await createEntry(client, kind, body)) as CatalogState[K]);
      phase.update(kind, `${things.size} of ${keys.length}`);
    },
    AT_ONCE,
  );
  phase.finish(kind, missing.length === 0 ? `${found} are there` : `${missing.length} added, ${things.size} in all`);
  // The sample refers to things by name, even to those found by external id.
  return new Map([...things.values()].map((thing) => [thing.name.toLowerCase(), thing]));
}

const keyOf = ({ name, external_id }: { name: string; external_id?: string | null }): string => external_id ?? name.toLowerCase();

async function findAll<K extends CatalogKind>(client: CatalogClient, kind: K, wanted: Set<string>): Promise<Map<string, CatalogState[K]>> {
  const found = new Map<string, CatalogState[K]>();
  for await (const page of client.pages(kind)) {
    for (const item of page) if (wanted.has(keyOf(item))) found.set(keyOf(item), item);
    if (found.size === wanted.size) break;
  }
  return found;
}

type Publishing = { client: CatalogClient; offerings: Offering[]; phase: Phase; signal?: AbortSignal | undefined };

/** Publishes drafts; what somebody has retired stays retired. */
async function publishAll({ client, offerings, phase, signal }: Publishing): Promise<string[]> {
  const wanted = offerings.filter(({ lifecycle_status }) => lifecycle_status !== 'RETIRED');
  const open = new Map(wanted.filter(({ lifecycle_status }) => lifecycle_status !== 'PUBLISHED').map((each) => [each.id, each]));
  const toPublish = open.size;
  const tries = new Map<string, number>();
  for (const deadline = performance.now() + PUBLISH_LIMIT_MS; open.size > 0; await pause(POLL_MS, undefined, { signal })) {
    if (performance.now() > deadline) {
      throw new ExpectedError(`${open.size} offerings of the sample were not published in time: look at them in Camunda Cockpit.`);
    }
    const drafts = [...open.values()].filter(({ lifecycle_status }) => lifecycle_status === 'DRAFT');
    await pMap(drafts, (each) => publish(client, each, tries), AT_ONCE);
    for (const now of await client.byIds('offerings', [...open.keys()])) {
      if (now.lifecycle_status === 'PUBLISHED' || now.lifecycle_status === 'RETIRED') open.delete(now.id);
      else open.set(now.id, now);
    }
    phase.update('publication', `${toPublish - open.size} of ${toPublish} published by the saga`);
  }
  phase.finish('publication', toPublish === 0 ? 'nothing to publish' : `${toPublish} published by the saga`);
  return wanted.map(({ id }) => id);
}

async function publish(
  client: CatalogClient,
  { id, name, last_publication_error: failure }: Offering,
  tries: Map<string, number>,
): Promise<void> {
  const count = (tries.get(id) ?? 0) + 1;
  tries.set(id, count);
  if (count > PUBLISH_TRIES)
    throw new ExpectedError(`"${name}" could not be published: ${failure?.code ?? 'unknown'}: ${failure?.message ?? ''}`);
  await client.send('POST', '/api/v1/offerings/{id}/publish', { params: { id }, idempotencyKey: randomUUID() }).catch((error: unknown) => {
    if (!(error instanceof CatalogRefusal)) throw error;
    // It may be under way already.
    if (error.status !== 409) throw new ExpectedError(`Publishing "${name}" was refused with ${error.status} ${error.message}.`);
  });
}

const STORE_LIMIT_MS = 60_000;
const PAGE_SIZE = 100;

type Awaiting = Omit<Publishing, 'offerings'> & { ids: string[] };

async function awaitInStore({ client, ids, phase, signal }: Awaiting): Promise<void> {
  const wanted = new Set(ids);
  for (const deadline = performance.now() + STORE_LIMIT_MS; ; await pause(POLL_MS, undefined, { signal })) {
    const shown = await shownInStore(client, wanted);
    if (shown === wanted.size) return phase.finish('store', `${shown} offerings can be found`);
    if (performance.now() > deadline)
      throw new ExpectedError(`Only ${shown} of the sample's ${wanted.size} offerings can be found in the store.`);
    phase.update('store', `${shown} of ${wanted.size} can be found`);
  }
}

async function shownInStore(client: CatalogClient, wanted: Set<string>): Promise<number> {
  let shown = 0;
  for (let page = 1; shown < wanted.size; page += 1) {
    const {
      body: { items },
    } = await client.send('GET', '/api/v1/store/offerings', { query: { sort: 'published_at', page_size: PAGE_SIZE, page } });
    shown += items.filter(({ id }) => wanted.has(id)).length;
    if (items.length < PAGE_SIZE) break;
  }
  return shown;
}
