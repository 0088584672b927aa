/** Publishes the sample's next revisions, so that some offerings have a past; what was revised already is left as it is. */
import { ExpectedError } from '@catalog/backing-services';
import { type CatalogClient, CatalogRefusal } from '@catalog/catalog-client';
import { contentOf, type Offering } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import type { SampleCatalog } from './sample-catalog.ts';

type Revising = { client: CatalogClient; revisions: SampleCatalog['revisions']; idOf: (offering: string) => string };

/** Resolves once their publications are under way; meanwhile the store shows what was published before. */
export async function reviseOfferings({ client, revisions, idOf }: Revising): Promise<void> {
  const offerings = await client.byIds(
    'offerings',
    revisions.map(({ offering }) => idOf(offering)),
  );
  const toRevise = offerings.filter(
    ({ lifecycle_status, revision, next_revision }) => lifecycle_status === 'PUBLISHED' && revision === 1 && !next_revision,
  );
  for (const offering of toRevise) {
    const { description } = revisions.find((each) => idOf(each.offering) === offering.id)!;
    await revise(client, offering, description).catch((error: unknown) => {
      if (!(error instanceof CatalogRefusal)) throw error;
      throw new ExpectedError(`Revising "${offering.name}" was refused with ${error.status} ${error.message}.`);
    });
  }
}

async function revise(client: CatalogClient, offering: Offering, description: string): Promise<void> {
  const { id } = offering;
  await client.send('POST', '/api/v1/offerings/{id}/revisions', { params: { id }, body: {}, idempotencyKey: randomUUID() });
  const draft = { id, revision: 'draft' };
  await client.send('PUT', '/api/v1/offerings/{id}/revisions/{revision}', { params: draft, body: { ...contentOf(offering), description } });
  await client.send('POST', '/api/v1/offerings/{id}/revisions/{revision}/publish', { params: draft, idempotencyKey: randomUUID() });
}
