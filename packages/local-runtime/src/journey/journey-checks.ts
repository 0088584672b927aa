/** What the journey waits for and checks: published, shown by the store, found by a search, and gone again. */
import { type Answer, type CatalogClient, CatalogRefusal, ifFound, type ReplyOf } from '@catalog/catalog-client';
import type { Characteristic, Offering, Price, Specification } from '@catalog/contracts';
import { deepStrictEqual } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';

const WAIT_LIMIT_MS = 30_000;
const POLL_MS = 40;

export type Made = { characteristic: Characteristic; specification: Specification; price: Price; offering: Offering };
export type StoreOffering = ReplyOf<'GET', '/api/v1/store/offerings/{id}'>;

/** Resolves to the answer's body; throws if its status is another. */
export async function expectStatus<T>(status: number, asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked.catch((error: unknown) => {
    throw error instanceof CatalogRefusal ? new Error(`answered with ${error.status} ${error.message}, not ${status}`) : error;
  });
  if (answer.status !== status) throw new Error(`answered with ${answer.status}, not ${status}`);
  return answer.body;
}

export type Sought = { id: string; query: string; signal: AbortSignal | undefined };

/** Resolves to the time when it was seen as PUBLISHED. */
export async function untilPublished(client: CatalogClient, { id, signal }: Sought): Promise<number> {
  await until('it is PUBLISHED', signal, async () => {
    const { lifecycle_status, last_publication_error: error } = await expectStatus(
      200,
      client.send('GET', '/api/v1/offerings/{id}', { params: { id } }),
    );
    if (error) throw new Error(`the publication failed with ${error.code}: ${error.message}`);
    return lifecycle_status === 'PUBLISHED' || undefined;
  });
  return performance.now();
}

/** Waits until it can be read by its id and found by a search. */
export async function untilFound(client: CatalogClient, { id, query, signal }: Sought): Promise<{ document: StoreOffering; at: number }> {
  const document = await until('the store shows it', signal, () => shownInStore(client, id));
  await until('a search finds it', signal, async () => (await search(client, query)).includes(id) || undefined);
  return { document, at: performance.now() };
}

export async function untilGone(client: CatalogClient, { id, query, signal }: Sought): Promise<void> {
  await until('the store no longer shows it', signal, async () => (await shownInStore(client, id)) === undefined || undefined);
  await until('no search finds it', signal, async () => !(await search(client, query)).includes(id) || undefined);
}

export function compareInStore(shown: StoreOffering, { characteristic, specification, price, offering }: Made): void {
  const seen = {
    id: shown.id,
    name: shown.name,
    specifications: shown.specifications.map(({ id, name, characteristics }) => ({
      id,
      name,
      characteristics: characteristics.map((each) => [each.id, each.attribute, each.value, each.unit_of_measure]),
    })),
    pricing: shown.pricing.map(({ id, value, currency, unit }) => [id, value, currency, unit]),
    sales_channels: shown.sales_channels,
  };
  deepStrictEqual(seen, {
    id: offering.id,
    name: offering.name,
    specifications: [{ id: specification.id, name: specification.name, characteristics: [[characteristic.id, 'Speed', '100', 'Mbps']] }],
    pricing: [[price.id, 50, 'USD', 'per month']],
    sales_channels: ['online'],
  });
}

const shownInStore = async (client: CatalogClient, id: string): Promise<StoreOffering | undefined> =>
  (await ifFound(client.send('GET', '/api/v1/store/offerings/{id}', { params: { id } })))?.body;

async function search(client: CatalogClient, query: string): Promise<string[]> {
  const { items } = await expectStatus(200, client.send('GET', '/api/v1/store/search', { query: { query } }));
  return items.map(({ id }) => id);
}

async function until<T>(what: string, signal: AbortSignal | undefined, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = performance.now() + WAIT_LIMIT_MS; performance.now() < deadline; await pause(POLL_MS, undefined, { signal })) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited ${WAIT_LIMIT_MS / 1000} s in vain until ${what}`);
}
