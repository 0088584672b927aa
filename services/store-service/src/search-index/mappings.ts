/** Mappings and settings of the index, and a hash of them that is part of its name, so that changed mappings get a new index. */
import { currencies } from '@catalog/contracts';
import type { estypes } from '@elastic/elasticsearch';
import { createHash } from 'node:crypto';

const keyword = { type: 'keyword' } as const;
const long = { type: 'long' } as const;
const double = { type: 'double' } as const;
const onlyForRanking = { type: 'text', index_options: 'freqs' } as const;

const order = { properties: { ascending: long, descending: long } };
const totalOrder = { properties: { first_year: order, per_month: order } };

export const mappings: estypes.MappingTypeMapping = {
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
    price_order: { properties: Object.fromEntries(currencies.map((currency) => [currency, order])) },
    total_order: { properties: Object.fromEntries(currencies.map((currency) => [currency, totalOrder])) },
    cents: { properties: Object.fromEntries(currencies.map((currency) => [currency, long])) },
    channels: keyword,
    channel_writings: keyword,
    categories: keyword,
    category_writings: keyword,
    characteristics: {
      type: 'nested',
      properties: {
        attribute: keyword,
        text: keyword,
        quantity: keyword,
        dimension: keyword,
        number: double,
        own_number: double,
      },
    },
  },
};

/** With this interval what is written can be found within a fifth of a second; the store promises one second. */
export const settings: estypes.IndicesIndexSettings = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '200ms' };

export const mappingVersion = createHash('sha256').update(JSON.stringify({ mappings, settings })).digest('hex').slice(0, 8);
