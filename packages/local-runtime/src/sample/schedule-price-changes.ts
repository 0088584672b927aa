/** Puts the sample's changes into the calendars of its prices; a calendar in which there is something is left as it is. */
import { type CatalogClient, CatalogRefusal } from '@catalog/catalog-client';
import { ExpectedError } from '@catalog/backing-services';
import pMap from 'p-map';
import { idempotencyKey, type SampleCatalog } from './sample-catalog.ts';

type SampleChange = SampleCatalog['price_changes'][number];
type Scheduling = { client: CatalogClient; changes: SampleChange[]; idOf: (price: string) => string; now: number };

const AT_ONCE = { concurrency: 8 };
const DAY_MS = 24 * 60 * 60 * 1000;

export async function schedulePriceChanges({ client, changes, idOf, now }: Scheduling): Promise<void> {
  const inDays = (days: number) => new Date(now + days * DAY_MS).toISOString();
  await pMap(
    changes,
    async ({ price, value, after_days, for_days }) => {
      const params = { id: idOf(price) };
      const { total } = (await client.send('GET', '/api/v1/prices/{id}/changes', { params, query: { page_size: 1 } })).body;
      if (total > 0) return;
      const body = {
        value,
        ...(after_days !== undefined && { at: inDays(after_days) }),
        ...(for_days !== undefined && { valid_until: inDays((after_days ?? 0) + for_days) }),
      };
      await client
        .send('POST', '/api/v1/prices/{id}/changes', { params, body, idempotencyKey: idempotencyKey('prices', { name: price, ...body }) })
        .catch((error: unknown) => {
          throw error instanceof CatalogRefusal
            ? new ExpectedError(`The sample's change of "${price}" was refused with ${error.status} ${error.message}.`)
            : error;
        });
    },
    AT_ONCE,
  );
}
