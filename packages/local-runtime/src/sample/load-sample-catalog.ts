/** Brings the sample catalog in through the public API and publishes it; what is there already is left as it is. */
import { ExpectedError } from '@catalog/backing-services';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type CatalogClient, said } from '../catalog-client.ts';
import { inParallel } from './in-parallel.ts';
import type { Phase } from '../display/index.ts';
import { externalId, idempotencyKey, type Kind, type SampleCatalog } from './sample-catalog.ts';

export const loadLines = ['characteristics', 'prices', 'specifications', 'offerings', 'publication', 'store'] as const;

type Load = { client: CatalogClient; sample: SampleCatalog; phase: Phase; signal?: AbortSignal | undefined };
type Thing = {
  id: string;
  name: string;
  external_id?: string | null;
  lifecycle_status?: string;
  last_publication_error?: { code: string; message: string } | null;
};
type Body = { name: string; external_id?: string };

const AT_ONCE = 8;
const PUBLISH_LIMIT_MS = 180_000;
const PUBLISH_TRIES = 3;
const POLL_MS = 250;

export async function loadSampleCatalog({ client, sample, phase, signal }: Load): Promise<void> {
  const load = (kind: Kind, bodies: Body[]) => ensureAll({ client, kind, bodies, phase });
  const [characteristics, prices] = await Promise.all([load('characteristics', sample.characteristics), load('prices', sample.prices)]);
  const specifications = await load('specifications', sample.specifications.map(({ name, characteristics: names }) =>
    ({ name, characteristic_ids: names.map((each) => idOf(characteristics, each)) })));
  const offerings = await load('offerings', sample.offerings.map(({ specifications: specs, prices: costs, ...offering }) => ({
    ...offering,
    external_id: externalId(offering.name),
    specification_ids: specs.map((each) => idOf(specifications, each)),
    pricing_ids: costs.map((each) => idOf(prices, each)),
  })));
  const published = await publishAll({ client, offerings: [...offerings.values()], phase, signal });
  await awaitInStore({ client, ids: published, phase, signal });
}

function idOf(things: Map<string, Thing>, name: string): string {
  const thing = things.get(name.toLowerCase());
  if (!thing) throw new ExpectedError(`The sample catalog refers to "${name}", which it does not contain.`);
  return thing.id;
}

/** Creates those that are not there yet. */
async function ensureAll({ client, kind, bodies, phase }: { client: CatalogClient; kind: Kind; bodies: Body[]; phase: Phase }) {
  const keys = bodies.map(keyOf);
  const things = await findAll(client, kind, new Set(keys));
  const found = things.size;
  const missing = bodies.filter((body) => !things.has(keyOf(body)));
  await inParallel(AT_ONCE, missing, async (body) => {
    things.set(keyOf(body), await create(client, kind, body));
    phase.update(kind, `${things.size} of ${keys.length}`);
  });
  phase.finish(kind, missing.length === 0 ? `${found} are there` : `${missing.length} added, ${things.size} in all`);
  // References are by name, whatever things are found by.
  return new Map([...things.values()].map((thing) => [thing.name.toLowerCase(), thing]));
}

const keyOf = ({ name, external_id }: { name: string; external_id?: string | null }): string => external_id ?? name.toLowerCase();

/** By key, so that what others delete meanwhile hides nothing. */
async function findAll(client: CatalogClient, kind: Kind, wanted: Set<string>): Promise<Map<string, Thing>> {
  const found = new Map<string, Thing>();
  for (let after = ''; found.size < wanted.size;) {
    const items = await list(client, `/api/v1/${kind}?sort=id&page_size=100${after}`);
    for (const item of items) if (wanted.has(keyOf(item))) found.set(keyOf(item), item);
    if (items.length < 100) break;
    after = `&after_id=${items.at(-1)!.id}`;
  }
  return found;
}

async function list(client: CatalogClient, path: string): Promise<Thing[]> {
  const answer = await client.send('GET', path);
  if (answer.status !== 200) throw new ExpectedError(`GET ${path} was answered with ${said(answer)}.`);
  return (answer.body as { items: Thing[] }).items;
}

async function create(client: CatalogClient, kind: Kind, body: Body, attempt = 0): Promise<Thing> {
  const answer = await client.send('POST', `/api/v1/${kind}`, { body, idempotencyKey: idempotencyKey(kind, body, attempt) });
  if (answer.status !== 201) throw new ExpectedError(`The sample's "${body.name}" (${kind}) was refused with ${said(answer)}.`);
  const thing = answer.body as Thing;
  const isReplayed = answer.headers.get('idempotent-replayed') === 'true';
  // A replayed answer tells of something created earlier, which may have been deleted since.
  const isGone = isReplayed && (await client.send('GET', `/api/v1/${kind}/${thing.id}`)).status === 404;
  return isGone ? create(client, kind, body, attempt + 1) : thing;
}

type Publishing = { client: CatalogClient; offerings: Thing[]; phase: Phase; signal?: AbortSignal | undefined };

/** Drafts are published; what somebody has retired stays retired. */
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
    await inParallel(AT_ONCE, drafts, (each) => publish(client, each, tries));
    for (const now of await byIds(client, [...open.keys()])) {
      if (now.lifecycle_status === 'PUBLISHED' || now.lifecycle_status === 'RETIRED') open.delete(now.id);
      else open.set(now.id, now);
    }
    phase.update('publication', `${toPublish - open.size} of ${toPublish} published by the saga`);
  }
  phase.finish('publication', toPublish === 0 ? 'nothing to publish' : `${toPublish} published by the saga`);
  return wanted.map(({ id }) => id);
}

async function publish(client: CatalogClient, { id, name, last_publication_error: error }: Thing, tries: Map<string, number>): Promise<void> {
  const count = (tries.get(id) ?? 0) + 1;
  tries.set(id, count);
  if (count > PUBLISH_TRIES) throw new ExpectedError(`"${name}" could not be published: ${error?.code ?? 'unknown'}: ${error?.message ?? ''}`);
  const { status, ...answer } = await client.send('POST', `/api/v1/offerings/${id}/publish`, { idempotencyKey: randomUUID() });
  if (status !== 202 && status !== 409) throw new ExpectedError(`Publishing "${name}" was refused with ${said({ status, ...answer })}.`);
}

const ID_LIMIT = 100;

async function byIds(client: CatalogClient, ids: string[]): Promise<Thing[]> {
  const pages = Array.from({ length: Math.ceil(ids.length / ID_LIMIT) }, (_, page) => ids.slice(page * ID_LIMIT, (page + 1) * ID_LIMIT));
  const queryOf = (page: string[]) => page.map((id) => `id=${id}`).join('&');
  const found = await Promise.all(pages.map((page) => list(client, `/api/v1/offerings?page_size=${ID_LIMIT}&${queryOf(page)}`)));
  return found.flat();
}

const STORE_LIMIT_MS = 60_000;

type Awaiting = Omit<Publishing, 'offerings'> & { ids: string[] };

async function awaitInStore({ client, ids, phase, signal }: Awaiting): Promise<void> {
  const wanted = new Set(ids);
  for (const deadline = performance.now() + STORE_LIMIT_MS; ; await pause(POLL_MS, undefined, { signal })) {
    const shown = await shownInStore(client, wanted);
    if (shown === wanted.size) return phase.finish('store', `${shown} offerings can be found`);
    if (performance.now() > deadline) throw new ExpectedError(`Only ${shown} of the sample's ${wanted.size} offerings can be found in the store.`);
    phase.update('store', `${shown} of ${wanted.size} can be found`);
  }
}

async function shownInStore(client: CatalogClient, wanted: Set<string>): Promise<number> {
  let shown = 0;
  for (let page = 1; shown < wanted.size; page += 1) {
    const items = await list(client, `/api/v1/store/offerings?sort=published_at&page_size=100&page=${page}`);
    shown += items.filter(({ id }) => wanted.has(id)).length;
    if (items.length < 100) break;
  }
  return shown;
}
