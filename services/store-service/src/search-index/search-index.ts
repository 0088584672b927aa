/** The search index in Elasticsearch, behind one alias; revisions are external versions, so that no write overwrites a newer one. */
import { type Client, errors } from '@elastic/elasticsearch';
import type { StoredOffering } from '../documents/index.ts';
import { bulkWrite } from './bulk-write.ts';
import { indexDocument } from './index-document.ts';
import { mappings, mappingVersion, settings } from './mappings.ts';
import { translateErrors } from './translate-errors.ts';

export type SearchIndex = ReturnType<typeof searchIndex>;

const options = { requestTimeout: 2_000, maxRetries: 0 };
const slowOptions = { ...options, requestTimeout: 10_000 };

export const searchIndex = (client: Client, alias: string) => ({
  /** Creates an empty index if there is none with the current mapping; `beforehand` has to arrange that it is filled. */
  ensure: (beforehand: () => Promise<void>): Promise<void> =>
    translateErrors(async () => {
      const existing = await indicesBehind(client, alias);
      if (existing.some((name) => name.includes(mappingVersion))) return;
      await beforehand();
      // Service replicas that start together create the same one, and none takes it from another.
      const name = `${alias}-${mappingVersion}`;
      if (!(await client.indices.exists({ index: name }, options))) await createIndex(client, name);
      await pointAlias(client, { alias, to: name });
    }),

  /** Creates an empty index that is not read yet. */
  create: (): Promise<string> =>
    translateErrors(async () => {
      const name = `${alias}-${mappingVersion}-${Date.now().toString(36)}`;
      await createIndex(client, name);
      return name;
    }),

  /** Makes `index` the one that is read and written. */
  switchTo: (index: string): Promise<void> =>
    translateErrors(async () => {
      await client.indices.refresh({ index }, slowOptions);
      await pointAlias(client, { alias, to: index });
    }),

  /** Also drops those that an interrupted rebuild left half filled. */
  dropAllBut: (index: string): Promise<void> =>
    translateErrors(async () => {
      const unused = await client.indices.get({ index: `${alias}-${mappingVersion}*` }, options);
      for (const other of Object.keys(unused)) if (other !== index) await client.indices.delete({ index: other }, options);
    }),

  drop: (index: string): Promise<unknown> => translateErrors(() => client.indices.delete({ index }, options)),

  /** Returns the ids that the index refuses for good. */
  put: (offerings: Pick<StoredOffering, '_id' | 'revision' | 'shown' | 'search'>[], index?: string): Promise<string[]> =>
    bulkWrite(
      client,
      offerings.map(({ _id, revision, shown, search }) => ({
        action: { index: { _index: index ?? alias, _id, version: revision, version_type: 'external', require_alias: index === undefined } },
        document: indexDocument(shown, search),
      })),
    ),

  remove: (removals: Pick<StoredOffering, '_id' | 'revision'>[]): Promise<string[]> =>
    bulkWrite(
      client,
      removals.map(({ _id, revision }) => ({
        action: { delete: { _index: alias, _id, version: revision, version_type: 'external', require_alias: true } },
      })),
    ),
});

async function indicesBehind(client: Client, alias: string): Promise<string[]> {
  if (!(await client.indices.existsAlias({ name: alias }, options))) return [];
  return Object.keys(await client.indices.getAlias({ name: alias }, options));
}

async function createIndex(client: Client, index: string): Promise<void> {
  try {
    await client.indices.create({ index, settings, mappings }, slowOptions);
  } catch (error) {
    const exists = error instanceof errors.ResponseError && error.message.startsWith('resource_already_exists_exception');
    if (!exists) throw error;
  }
}

async function pointAlias(client: Client, { alias, to }: { alias: string; to: string }): Promise<void> {
  const old = (await indicesBehind(client, alias)).filter((index) => index !== to);
  const actions = [{ add: { index: to, alias } }, ...old.map((index) => ({ remove_index: { index } }))];
  await client.indices.updateAliases({ actions }, slowOptions);
}
