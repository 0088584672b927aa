/** The demo journey: creates, publishes and retires one offering through the API, step by step and timed, and deletes what it can. */
import { ExpectedError } from '@catalog/backing-services';
import { type CatalogClient, CatalogRefusal } from '@catalog/catalog-client';
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@catalog/contracts';
import { signInTo } from '../sign-in-to.ts';
import { compareInStore, expectStatus, untilFound, untilGone, untilPublished } from './journey-checks.ts';

export type JourneyOptions = {
  gateway: string;
  admin: { username: string; password: string };
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
};
export type JourneyTimes = { publishedMs: number; visibleMs: number; totalMs: number };

/** A step failed; `services` are those whose logs may say why. */
export class JourneyFailed extends ExpectedError {
  readonly services: readonly ServiceName[];

  constructor(step: string, services: readonly ServiceName[], cause: unknown) {
    super(`${step} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.services = services;
  }
}

const sagaServices = ['offering-service', 'pricing-service', 'specification-service', 'store-service'] as const;

export async function runJourney({ gateway, admin, say, signal }: JourneyOptions): Promise<JourneyTimes> {
  const start = performance.now();
  const mark = randomUUID().slice(0, 8);
  const step = stepper(say, signal);

  const client = await step('sign in as admin', ['identity-service'], () => signInTo(gateway, admin, signal));

  const characteristic = await step('create characteristic', ['characteristic-service'], () =>
    expectStatus(
      201,
      client.send('POST', '/api/v1/characteristics', {
        body: { name: `Journey speed ${mark}`, attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' },
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  const specification = await step('create specification', ['specification-service'], () =>
    expectStatus(
      201,
      client.send('POST', '/api/v1/specifications', {
        body: { name: `Journey fibre ${mark}`, characteristic_ids: [characteristic.id] },
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  const price = await step('create price', ['pricing-service'], () =>
    expectStatus(
      201,
      client.send('POST', '/api/v1/prices', {
        body: { name: `Journey monthly ${mark}`, value: 50, unit: 'per month', currency: 'USD' },
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  const offering = await step('create offering', ['offering-service'], () =>
    expectStatus(
      201,
      client.send('POST', '/api/v1/offerings', {
        body: {
          name: `Journey ${mark}`,
          description: 'Made by the demo journey.',
          specification_ids: [specification.id],
          pricing_ids: [price.id],
          sales_channels: ['online'],
        },
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  const sought = { id: offering.id, query: mark, signal };
  const params = { id: offering.id };

  const asked = performance.now();
  await step('publish the offering', ['offering-service'], () =>
    expectStatus(202, client.send('POST', '/api/v1/offerings/{id}/publish', { params, idempotencyKey: randomUUID() })),
  );
  const [publishedAt, shown] = await step('wait until the store shows it', sagaServices, () =>
    Promise.all([untilPublished(client, sought), untilFound(client, sought)]),
  );
  await step('compare what the store shows', ['store-service'], async () =>
    compareInStore(shown.document, { characteristic, specification, price, offering }),
  );

  await step('retire the offering', ['offering-service'], () =>
    expectStatus(200, client.send('POST', '/api/v1/offerings/{id}/retire', { params, idempotencyKey: randomUUID() })),
  );
  await step('wait until the store hides it', ['offering-service', 'store-service'], () => untilGone(client, sought));

  const totalMs = performance.now() - start;
  await clearAway(client, [
    ['prices', price.id],
    ['specifications', specification.id],
    ['characteristics', characteristic.id],
  ]);
  return { publishedMs: publishedAt - asked, visibleMs: shown.at - asked, totalMs };
}

export function lastLine({ publishedMs, visibleMs, totalMs }: JourneyTimes): string {
  const [published, visible] = [publishedMs, visibleMs].map(Math.round);
  return `journey: ok, published in ${published} ms, visible in the store after ${visible} ms, total ${(totalMs / 1000).toFixed(1)} s`;
}

const STEPS = 10;

function stepper(say: (line: string) => void, signal: AbortSignal | undefined) {
  let number = 0;
  return async <T>(what: string, services: readonly ServiceName[], work: () => Promise<T>): Promise<T> => {
    const since = performance.now();
    const title = `step ${(number += 1)}/${STEPS} ${what}`;
    try {
      const result = await work();
      say(`${title} … ${Math.round(performance.now() - since)} ms`);
      return result;
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new JourneyFailed(title, ['api-gateway', ...services], error);
    }
  };
}

/** Ignores refusals: what the retired offering still refers to cannot be deleted. */
async function clearAway(client: CatalogClient, things: ['prices' | 'specifications' | 'characteristics', id: string][]): Promise<void> {
  for (const [kind, id] of things) {
    await client.send('DELETE', `/api/v1/${kind}/{id}`, { params: { id } }).catch((error: unknown) => {
      if (!(error instanceof CatalogRefusal)) throw error;
    });
  }
}
