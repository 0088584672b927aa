/** What the journey waits for and compares: an offering published, shown by the store, found by a search, and gone again. */
import { deepStrictEqual } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type CatalogClient, said } from '../catalog-client.ts';

const WAIT_LIMIT_MS = 30_000;
const POLL_MS = 40;

export type Thing = {
  id: string;
  name: string;
  lifecycle_status?: string;
  last_publication_error?: { code: string; message: string } | null;
};
export type Made = Record<'characteristic' | 'specification' | 'price' | 'offering', Thing>;

type Characteristic = { id: string; attribute: string; value: string; unit_of_measure: string };
export type StoreOffering = {
  id: string;
  name: string;
  specifications: { id: string; name: string; characteristics: Characteristic[] }[];
  pricing: { id: string; value: number; currency: string; unit: string }[];
  sales_channels: string[];
};

export function expectStatus(status: number, answer: Answer): unknown {
  if (answer.status !== status) throw new Error(`answered with ${said(answer)}, not ${status}`);
  return answer.body;
}

export type Sought = { id: string; query: string; signal: AbortSignal | undefined };

/** When it was seen to be PUBLISHED. */
export async function untilPublished(client: CatalogClient, { id, signal }: Sought): Promise<number> {
  await until('it is PUBLISHED', signal, async () => {
    const offering = expectStatus(200, await client.send('GET', `/api/v1/offerings/${id}`)) as Thing;
    const error = offering.last_publication_error;
    if (error) throw new Error(`the publication failed with ${error.code}: ${error.message}`);
    return offering.lifecycle_status === 'PUBLISHED' || undefined;
  });
  return performance.now();
}

/** Shown by its address, and found by searching. */
export async function untilFound(client: CatalogClient, { id, query, signal }: Sought): Promise<{ document: StoreOffering; at: number }> {
  const document = await until('the store shows it', signal, async () => {
    const answer = await client.send('GET', `/api/v1/store/offerings/${id}`);
    return answer.status === 404 ? undefined : expectStatus(200, answer) as StoreOffering;
  });
  await until('a search finds it', signal, async () => (await search(client, query)).includes(id) || undefined);
  return { document, at: performance.now() };
}

export async function untilGone(client: CatalogClient, { id, query, signal }: Sought): Promise<void> {
  await until('the store no longer shows it', signal, async () =>
    (await client.send('GET', `/api/v1/store/offerings/${id}`)).status === 404 || undefined);
  await until('no search finds it', signal, async () => !(await search(client, query)).includes(id) || undefined);
}

export function compareInStore(shown: StoreOffering, { characteristic, specification, price, offering }: Made): void {
  const seen = {
    id: shown.id,
    name: shown.name,
    specifications: shown.specifications.map(({ id, name, characteristics }) => ({
      id, name, characteristics: characteristics.map((each) => [each.id, each.attribute, each.value, each.unit_of_measure]),
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

async function search(client: CatalogClient, query: string): Promise<string[]> {
  const found = expectStatus(200, await client.send('GET', `/api/v1/store/search?query=${query}`)) as { items: Thing[] };
  return found.items.map(({ id }) => id);
}

async function until<T>(what: string, signal: AbortSignal | undefined, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = performance.now() + WAIT_LIMIT_MS; performance.now() < deadline; await pause(POLL_MS, undefined, { signal })) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited ${WAIT_LIMIT_MS / 1000} s in vain until ${what}`);
}
