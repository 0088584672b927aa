/** Searches in MongoDB alone: what answers while Elasticsearch cannot, from the same fields to the same totals and facets. */
import type { Collection, Document } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import {
  type AttributeCount, attributeCounts, beginningOf, type Comparison, type Filters, type Found, MAXIMUM_VALUES,
  orderOf, type PriceFilter, priceRanges, quantityKey, type SearchEngine, type SearchQuery, type ValueCount,
  withoutChannel, withoutPrice,
} from '../../rules/index.ts';
import { questions } from './query-budget.ts';
import { type Condition, type WordConditions, wordConditions } from './word-conditions.ts';

export function searchInMongodb(collection: Collection<StoredOffering>): SearchEngine {
  const conditionsFor = wordConditions(collection, 'search.words');
  return async (query) => answer(collection, query, await conditionsFor(query.filters.words));
}

type Words = Awaited<ReturnType<WordConditions>>;

async function answer(collection: Collection<StoredOffering>, query: SearchQuery, words: Words): Promise<Found> {
  const { filters, currency } = query;
  const ask = questions();
  const where = (some: Filters) => conditionOf(words.conditions, some, currency);
  const rows = <Row extends Document>(pipeline: Document[]) => ask((limit) => collection.aggregate<Row>(pipeline, limit).toArray());
  const count = (condition: Condition) => ask((limit) => collection.countDocuments(condition, limit));
  const [total, hits, priceCounts, channels, values] = await Promise.all([
    count(where(filters)),
    rows<{ _id: string; value: string | number }>(page(query, where(filters))),
    Promise.all(priceRanges.map(({ from, to = Infinity }) =>
      count(where({ ...withoutPrice(filters), price: { from, to: Math.min(to - 1, Number.MAX_SAFE_INTEGER) } })))),
    rows<{ _id: string; count: number }>(channelCounts(where(withoutChannel(filters)))),
    Promise.all(attributeCounts(filters).map((one) => rows<ValueCount>(valueCounts(one, where(one.filters))))),
  ]);
  return {
    total,
    hits: hits.map(({ _id, value }) => ({ id: _id, value })),
    priceCounts,
    channels: channels.map(({ _id, count: offerings }) => ({ written: _id, count: offerings })),
    values: values.flat(),
    ...(words.approximate && { approximate: true }),
  };
}

const conditionOf = (words: Condition[], { price, channel, characteristics }: Filters, currency: string): Condition => ({
  $and: [
    { status: 'PUBLISHED' },
    ...words,
    ...(price ? [{ 'search.prices': { $elemMatch: { currency, cents: between(price) } } }] : []),
    ...(channel === undefined ? [] : [{ 'search.channels': channel }]),
    ...characteristics.map((alternatives) => ({
      $or: alternatives.map((one) => ({ 'search.characteristics': { $elemMatch: { attribute: one.attribute, ...comparison(one) } } })),
    })),
  ],
});

const between = ({ from, to }: PriceFilter) => ({ $gte: from, $lte: to });

const operators = { '=': '$eq', '!=': '$ne', '>': '$gt', '>=': '$gte', '<': '$lt', '<=': '$lte' } as const;

function comparison({ operator, operand }: Comparison): Document {
  if (operand.kind === 'text') return { text: { [operators[operator]]: operand.text } };
  if (operand.kind === 'number') return { own_number: { [operators[operator]]: operand.number } };
  const { dimension, number } = operand.quantity;
  return operator === '=' || operator === '!='
    ? { quantity: { [operators[operator]]: quantityKey(operand.quantity) } }
    : { dimension, number: { [operators[operator]]: number } };
}

function page(query: SearchQuery, condition: Condition): Document[] {
  const { filters, currency, sort, limit } = query;
  const value = sort === 'relevance' ? matchesInName(filters.words) : `$search.${orderOf(sort, currency).field}`;
  const direction = sort === 'relevance' || orderOf(sort, currency).direction === 'desc' ? -1 : 1;
  const beginning = beginningOf(query, 'mongodb');
  return [
    { $match: condition },
    { $project: { value } },
    ...('after' in beginning ? [{ $match: beyond(beginning.after, direction) }] : []),
    { $sort: { value: direction, _id: 1 } },
    ...('offset' in beginning ? [{ $skip: beginning.offset }] : []),
    { $limit: limit },
  ];
}

const matchesInName = (words: string[]): Document => ({ $size: { $setIntersection: ['$search.name_words', words] } });

const beyond = ({ value, id }: { value: string | number; id: string }, direction: 1 | -1): Document => ({
  $or: [{ value: { [direction === 1 ? '$gt' : '$lt']: value } }, { value, _id: { $gt: id } }],
});

const channelCounts = (condition: Condition): Document[] => [
  { $match: condition },
  { $project: { channel: '$shown.sales_channels' } },
  { $unwind: '$channel' },
  { $group: { _id: '$channel', count: { $sum: 1 } } },
  { $sort: { count: -1, _id: 1 } },
  { $limit: MAXIMUM_VALUES },
];

/** First one row per offering and value, then one per value, so that each offering counts once. */
const valueCounts = ({ only, except }: AttributeCount, condition: Condition): Document[] => [
  { $match: condition },
  { $project: { one: '$search.characteristics' } },
  { $unwind: '$one' },
  { $match: { 'one.attribute': only ?? { $nin: except } } },
  { $group: { _id: { offering: '$_id', bucket: '$one.bucket' }, written: { $min: '$one.written' } } },
  { $group: { _id: '$_id.bucket', written: { $min: '$written' }, count: { $sum: 1 } } },
  { $sort: { count: -1, _id: 1 } },
  { $limit: MAXIMUM_VALUES },
];
