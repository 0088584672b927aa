/** Walks through the life of one offering as its customers and managers see it, step by step and timed, and clears away what it made. */
import { Trouble } from '@catalog/backing-services';
import { deepStrictEqual } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type CatalogClient, said, signIn } from './catalog-client.ts';

export type JourneyOptions = {
  gateway: string;
  admin: { username: string; password: string };
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
};
export type JourneyTimes = { publishedMs: number; visibleMs: number; totalMs: number };

/** A step failed: `services` are those whose logs tell more. */
export class JourneyFailed extends Trouble {
  readonly services: readonly string[];

  constructor(step: string, services: readonly string[], cause: unknown) {
    super(`${step} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.services = services;
  }
}

const STEPS = 10;
const WAIT_LIMIT_MS = 30_000;
const POLL_MS = 20;

export async function runJourney({ gateway, admin, say, signal }: JourneyOptions): Promise<JourneyTimes> {
  const start = performance.now();
  const mark = randomUUID().slice(0, 8);
  let number = 0;

  async function step<T>(what: string, service: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const title = `step ${number += 1}/${STEPS} ${what}`;
    try {
      const result = await work();
      say(`${title} … ${Math.round(performance.now() - since)} ms`);
      return result;
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new JourneyFailed(title, ['api-gateway', service], error);
    }
  }

  const client = await step('sign in as admin', 'identity-service', () => signIn(gateway, admin, signal));
  const post = postTo(client);

  const characteristic = await step('create characteristic', 'characteristic-service', () =>
    post('/api/v1/characteristics', { name: `Journey speed ${mark}`, attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' }));
  const specification = await step('create specification', 'specification-service', () =>
    post('/api/v1/specifications', { name: `Journey fibre ${mark}`, characteristic_ids: [characteristic.id] }));
  const price = await step('create price', 'pricing-service', () =>
    post('/api/v1/prices', { name: `Journey monthly ${mark}`, value: 50, unit: 'per month', currency: 'USD' }));
  const offering = await step('create offering', 'offering-service', () =>
    post('/api/v1/offerings', {
      name: `Journey ${mark}`,
      description: 'Made by the demo journey.',
      specification_ids: [specification.id],
      pricing_ids: [price.id],
      sales_channels: ['online'],
    }));

  const asked = performance.now();
  await step('publish the offering', 'offering-service', () => post(`/api/v1/offerings/${offering.id}/publish`, undefined, 202));
  const published = untilPublished(client, offering.id, signal).then(() => performance.now() - asked);
  published.catch(() => undefined);
  const shown = await step('wait until the store shows it', 'store-service', async () => {
    const [found] = await Promise.all([untilFound(client, { id: offering.id, query: mark, signal }), published]);
    return found;
  });
  await step('compare what the store shows', 'store-service', async () =>
    compare(shown.document, { characteristic, specification, price, offering }));

  await step('retire the offering', 'offering-service', () => post(`/api/v1/offerings/${offering.id}/retire`, undefined, 200));
  await step('wait until the store hides it', 'store-service', () => untilGone(client, { id: offering.id, query: mark, signal }));

  const totalMs = performance.now() - start;
  await clearAway(client, [`/api/v1/prices/${price.id}`, `/api/v1/specifications/${specification.id}`, `/api/v1/characteristics/${characteristic.id}`]);
  return { publishedMs: await published, visibleMs: shown.at - asked, totalMs };
}

export const lastLine = ({ publishedMs, visibleMs, totalMs }: JourneyTimes): string =>
  `journey: ok, published in ${Math.round(publishedMs)} ms, visible in the store after ${Math.round(visibleMs)} ms, total ${(totalMs / 1000).toFixed(1)} s`;

type Thing = { id: string; name: string; lifecycle_status?: string; last_publication_error?: { code: string; message: string } | null };

const postTo = (client: CatalogClient) => async (path: string, body: unknown, status = 201): Promise<Thing> =>
  expecting(status, await client.send('POST', path, { body, idempotencyKey: randomUUID() })) as Thing;

function expecting(status: number, answer: Answer): unknown {
  if (answer.status !== status) throw new Error(`answered with ${said(answer)}, not ${status}`);
  return answer.body;
}

async function untilPublished(client: CatalogClient, id: string, signal: AbortSignal | undefined): Promise<void> {
  await until('it is PUBLISHED', signal, async () => {
    const offering = expecting(200, await client.send('GET', `/api/v1/offerings/${id}`)) as Thing;
    const error = offering.last_publication_error;
    if (error) throw new Error(`the publication failed with ${error.code}: ${error.message}`);
    return offering.lifecycle_status === 'PUBLISHED' || undefined;
  });
}

type Sought = { id: string; query: string; signal: AbortSignal | undefined };

/** Shown by its address, and found by searching. */
async function untilFound(client: CatalogClient, { id, query, signal }: Sought): Promise<{ document: StoreOffering; at: number }> {
  const document = await until('the store shows it', signal, async () => {
    const answer = await client.send('GET', `/api/v1/store/offerings/${id}`);
    return answer.status === 404 ? undefined : expecting(200, answer) as StoreOffering;
  });
  await until('a search finds it', signal, async () => (await search(client, query)).includes(id) || undefined);
  return { document, at: performance.now() };
}

async function untilGone(client: CatalogClient, { id, query, signal }: Sought): Promise<void> {
  await until('the store no longer shows it', signal, async () =>
    (await client.send('GET', `/api/v1/store/offerings/${id}`)).status === 404 || undefined);
  await until('no search finds it', signal, async () => !(await search(client, query)).includes(id) || undefined);
}

async function search(client: CatalogClient, query: string): Promise<string[]> {
  const found = expecting(200, await client.send('GET', `/api/v1/store/search?query=${query}`)) as { items: Thing[] };
  return found.items.map(({ id }) => id);
}

async function until<T>(what: string, signal: AbortSignal | undefined, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = performance.now() + WAIT_LIMIT_MS; performance.now() < deadline; await pause(POLL_MS, undefined, { signal })) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited ${WAIT_LIMIT_MS / 1000} s in vain until ${what}`);
}

type StoreOffering = {
  id: string;
  name: string;
  specifications: { id: string; name: string; characteristics: { id: string; attribute: string; value: string; unit_of_measure: string }[] }[];
  pricing: { id: string; value: number; currency: string; unit: string }[];
  sales_channels: string[];
};

function compare(shown: StoreOffering, made: { characteristic: Thing; specification: Thing; price: Thing; offering: Thing }): void {
  const seen = {
    id: shown.id,
    name: shown.name,
    specifications: shown.specifications.map(({ id, name, characteristics }) => ({
      id, name, characteristics: characteristics.map(({ id, attribute, value, unit_of_measure }) => ({ id, attribute, value, unit_of_measure })),
    })),
    pricing: shown.pricing.map(({ id, value, currency, unit }) => ({ id, value, currency, unit })),
    sales_channels: shown.sales_channels,
  };
  deepStrictEqual(seen, {
    id: made.offering.id,
    name: made.offering.name,
    specifications: [{
      id: made.specification.id,
      name: made.specification.name,
      characteristics: [{ id: made.characteristic.id, attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' }],
    }],
    pricing: [{ id: made.price.id, value: 50, currency: 'USD', unit: 'per month' }],
    sales_channels: ['online'],
  });
}

/** As far as the rules allow: what the retired offering still refers to stays. */
async function clearAway(client: CatalogClient, paths: string[]): Promise<void> {
  for (const path of paths) await client.send('DELETE', path);
}
