/** The search index in Elasticsearch: one alias, and external versions so that nothing old ever overwrites what is newer. */
import { currencies } from '@catalog/contracts';
import { type Client, errors, type estypes } from '@elastic/elasticsearch';
import { createHash } from 'node:crypto';
import type { StoreOffering } from '../api.ts';
import type { StoredOffering } from '../documents/index.ts';
import { type SearchFields, wordsOf } from '../rules/index.ts';
import { asked, SearchIndexRefusal, SearchIndexUnavailable } from './search-index-errors.ts';
import { valueKey, writingKey } from './value-terms.ts';

export type IndexedOffering = Pick<StoredOffering, '_id' | 'revision' | 'shown' | 'search'>;

export type SearchIndex = ReturnType<typeof searchIndex>;

const LIMIT_MS = 2_000;
const BULK_LIMIT_MS = 10_000;
const options = { requestTimeout: LIMIT_MS, maxRetries: 0 };

export const searchIndex = (client: Client, alias: string) => ({
  /** Where there is none, or none with today's mapping, an empty one is made; `beforehand` sees to it that it will be filled. */
  ensure: (beforehand: () => Promise<void>): Promise<void> => asked(async () => {
    const existing = await indicesBehind(client, alias);
    if (existing.some((name) => name.includes(mappingVersion))) return;
    await beforehand();
    // Replicas that start together make the same one, and neither takes it from the other.
    const name = `${alias}-${mappingVersion}`;
    if (!await client.indices.exists({ index: name }, options)) await createIndex(client, name);
    await pointAlias(client, { alias, to: name });
  }),

  /** A new, empty index that nobody reads yet. */
  create: (): Promise<string> => asked(async () => {
    const name = `${alias}-${mappingVersion}-${Date.now().toString(36)}`;
    await createIndex(client, name);
    return name;
  }),

  /** Makes `index` the one that is read and written. */
  switchTo: (index: string): Promise<void> => asked(async () => {
    await client.indices.refresh({ index }, { ...options, requestTimeout: BULK_LIMIT_MS });
    await pointAlias(client, { alias, to: index });
  }),

  /** Also those that a rebuild left half filled. */
  dropAllBut: (index: string): Promise<void> => asked(async () => {
    const unused = await client.indices.get({ index: `${alias}-${mappingVersion}*` }, options);
    for (const other of Object.keys(unused)) if (other !== index) await client.indices.delete({ index: other }, options);
  }),

  drop: (index: string): Promise<unknown> => asked(() => client.indices.delete({ index }, options)),

  /** Settles to the ids the index refuses for good; an older or equal revision than the index has counts as written. */
  put: (offerings: IndexedOffering[], index?: string): Promise<string[]> =>
    bulk(client, offerings.map(({ _id, revision, shown, search }) => ({
      action: { index: { _index: index ?? alias, _id, version: revision, version_type: 'external', require_alias: index === undefined } },
      document: documentOf(shown, search),
    }))),

  remove: (removals: Pick<StoredOffering, '_id' | 'revision'>[]): Promise<string[]> =>
    bulk(client, removals.map(({ _id, revision }) => (
      { action: { delete: { _index: alias, _id, version: revision, version_type: 'external', require_alias: true } } }))),
});

async function indicesBehind(client: Client, alias: string): Promise<string[]> {
  if (!await client.indices.existsAlias({ name: alias }, options)) return [];
  return Object.keys(await client.indices.getAlias({ name: alias }, options));
}

async function createIndex(client: Client, index: string): Promise<void> {
  try {
    await client.indices.create({ index, settings, mappings }, { ...options, requestTimeout: BULK_LIMIT_MS });
  } catch (error) {
    const isThere = error instanceof errors.ResponseError && error.message.startsWith('resource_already_exists_exception');
    if (!isThere) throw error;
  }
}

async function pointAlias(client: Client, { alias, to }: { alias: string; to: string }): Promise<void> {
  const old = (await indicesBehind(client, alias)).filter((index) => index !== to);
  const actions = [{ add: { index: to, alias } }, ...old.map((index) => ({ remove_index: { index } }))];
  await client.indices.updateAliases({ actions }, { ...options, requestTimeout: BULK_LIMIT_MS });
}

type Write = { action: estypes.BulkOperationContainer; document?: object };
const STALE = 409;

/** A batch that is refused as a whole is halved, until what cannot be taken is alone. */
async function bulk(client: Client, writes: Write[]): Promise<string[]> {
  if (writes.length === 0) return [];
  try {
    return await asked(() => send(client, writes));
  } catch (error) {
    if (!(error instanceof SearchIndexRefusal)) throw error;
    if (writes.length === 1) return [idOf(writes[0] as Write)];
    const half = writes.length / 2;
    return [...await bulk(client, writes.slice(0, half)), ...await bulk(client, writes.slice(half))];
  }
}

const idOf = ({ action }: Write): string => (action.index ?? action.delete)?._id as string;

async function send(client: Client, writes: Write[]): Promise<string[]> {
  const operations = writes.flatMap(({ action, document }) => (document ? [action, document] : [action]));
  const response = await client.bulk({ operations }, { ...options, requestTimeout: BULK_LIMIT_MS });
  const failed = response.items.flatMap((item) => Object.values(item)).filter(({ error, status }) => error && status !== STALE);
  const passing = failed.find(({ status }) => status === 404 || status === 429 || status >= 500);
  if (passing) throw new SearchIndexUnavailable(passing.error?.reason ?? `status ${passing.status}`);
  return failed.map(({ _id }) => _id as string);
}

const documentOf = ({ name, description, specifications, sales_channels }: StoreOffering, search: SearchFields): object => {
  const characteristics = specifications.flatMap((one) => one.characteristics);
  return {
    ...search,
    name: wordsIn([name]),
    description: wordsIn([description ?? '']),
    specifications: wordsIn(specifications.map((one) => one.name)),
    characteristics_text: wordsIn(characteristics.flatMap((one) => [one.name, one.attribute, one.value, one.unit_of_measure])),
    text: search.words.join(' '),
    channel_writings: sales_channels,
    attributes: [...new Set(search.characteristics.map(({ attribute }) => attribute))],
    values: [...new Set(search.characteristics.map(({ bucket }) => valueKey(bucket)))],
    writings: search.characteristics.map(writingKey),
    cents: Object.fromEntries(Map.groupBy(search.prices, ({ currency }) => currency).entries().map(([currency, prices]) =>
      [currency, prices.map(({ cents }) => cents)])),
  };
};

const wordsIn = (texts: string[]): string => texts.flatMap(wordsOf).join(' ');

const keyword = { type: 'keyword' } as const;
const long = { type: 'long' } as const;
const double = { type: 'double' } as const;
const onlyForRanking = { type: 'text', index_options: 'freqs' } as const;

const priceOrder = { properties: { ascending: long, descending: long } };

const mappings: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: {
    id: keyword,
    name: onlyForRanking,
    description: onlyForRanking,
    specifications: onlyForRanking,
    characteristics_text: onlyForRanking,
    text: onlyForRanking,
    attributes: keyword,
    values: keyword,
    writings: keyword,
    words: keyword,
    name_words: keyword,
    name_order: keyword,
    published_order: long,
    price_order: { properties: Object.fromEntries(currencies.map((currency) => [currency, priceOrder])) },
    cents: { properties: Object.fromEntries(currencies.map((currency) => [currency, long])) },
    channels: keyword,
    channel_writings: keyword,
    characteristics: {
      type: 'nested',
      properties: {
        attribute: keyword, text: keyword, quantity: keyword, dimension: keyword, number: double, own_number: double,
      },
    },
  },
};

// What is written is visible in a fifth of a second; the store's promise is one.
const settings: estypes.IndicesIndexSettings = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '200ms' };

/** Part of an index's name: a new mapping makes a new index. */
const mappingVersion = createHash('sha256').update(JSON.stringify({ mappings, settings })).digest('hex').slice(0, 8);
