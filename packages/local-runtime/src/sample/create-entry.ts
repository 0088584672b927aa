/** Creates one entry of the sample; repeating it creates nothing twice. */
import { ExpectedError } from '@catalog/backing-services';
import { type Call, type CatalogClient, type CatalogKind, CatalogRefusal, type CatalogState } from '@catalog/catalog-client';
import { idempotencyKey } from './sample-catalog.ts';

export type Body = NonNullable<Call<'POST', `/api/v1/${CatalogKind}`>['body']>;

type Thing = CatalogState[CatalogKind];

export async function createEntry(client: CatalogClient, kind: CatalogKind, body: Body, attempt = 0): Promise<Thing> {
  const call = { body, idempotencyKey: idempotencyKey(kind, body, attempt) };
  const { body: thing, headers } = await client.send('POST', `/api/v1/${kind}`, call).catch((error: unknown) => {
    throw error instanceof CatalogRefusal
      ? new ExpectedError(`The sample's "${body.name}" (${kind}) was refused with ${error.status} ${error.message}.`)
      : error;
  });
  const isReplayed = headers.get('idempotent-replayed') === 'true';
  // A replayed answer describes what was created earlier, which may have been deleted since.
  const isGone = isReplayed && (await client.one(kind, thing.id)) === undefined;
  return isGone ? createEntry(client, kind, body, attempt + 1) : thing;
}
