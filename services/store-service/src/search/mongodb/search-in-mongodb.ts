/** Searches in MongoDB while Elasticsearch is unavailable, with the same totals and facets; relevance counts words in the name only. */
import type { Collection, Document } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import {
  attributeCounts,
  type EngineResult,
  type Filters,
  pageStart,
  priceRanges,
  type SearchEngine,
  type SearchQuery,
  sortFieldOf,
  type ValueCount,
  withoutCategories,
  withoutChannel,
  withoutPrice,
} from '../../rules/index.ts';
import { categoryFacetPipeline, channelFacetPipeline, valueFacetPipeline } from './facet-pipelines.ts';
import { filterCondition } from './filter-condition.ts';
import { queryBudget } from './query-budget.ts';
import { type Condition, type WordConditions, wordConditions } from './word-conditions.ts';

export function searchInMongodb(collection: Collection<StoredOffering>): SearchEngine {
  const conditionsFor = wordConditions(collection, 'search.words');
  return async (query) => answer(collection, query, await conditionsFor(query.filters.words));
}

type Words = Awaited<ReturnType<WordConditions>>;

async function answer(collection: Collection<StoredOffering>, query: SearchQuery, words: Words): Promise<EngineResult> {
  const { filters, currency } = query;
  const run = queryBudget();
  const matching = (some: Filters) => filterCondition(words.conditions, some, currency);
  const rows = <Row extends Document>(pipeline: Document[]) => run((limit) => collection.aggregate<Row>(pipeline, limit).toArray());
  const count = (condition: Condition) => run((limit) => collection.countDocuments(condition, limit));
  const [total, hits, priceCounts, channels, categories, values] = await Promise.all([
    count(matching(filters)),
    rows<{ _id: string; value: string | number }>(pagePipeline(query, matching(filters))),
    Promise.all(
      priceRanges.map(({ from, to = Infinity }) =>
        count(matching({ ...withoutPrice(filters), price: { from, to: Math.min(to - 1, Number.MAX_SAFE_INTEGER) } })),
      ),
    ),
    rows<Counted>(channelFacetPipeline(matching(withoutChannel(filters)))),
    rows<Counted>(categoryFacetPipeline(matching(withoutCategories(filters)))),
    Promise.all(attributeCounts(filters).map((one) => rows<ValueCount>(valueFacetPipeline(one, matching(one.filters))))),
  ]);
  return {
    total,
    hits: hits.map(({ _id, value }) => ({ id: _id, value })),
    priceCounts,
    channels: channels.map(written),
    categories: categories.map(written),
    values: values.flat(),
    ...(words.approximate && { approximate: true }),
  };
}

type Counted = { _id: string; count: number };

const written = ({ _id, count }: Counted) => ({ written: _id, count });

function pagePipeline(query: SearchQuery, condition: Condition): Document[] {
  const { filters, currency, sort, limit } = query;
  const value = sort === 'relevance' ? matchesInName(filters.words) : `$search.${sortFieldOf(sort, currency).field}`;
  const direction = sort === 'relevance' || sortFieldOf(sort, currency).direction === 'desc' ? -1 : 1;
  const start = pageStart(query, 'mongodb');
  return [
    { $match: condition },
    { $project: { value } },
    ...('after' in start ? [{ $match: afterCursor(start.after, direction) }] : []),
    { $sort: { value: direction, _id: 1 } },
    ...('offset' in start ? [{ $skip: start.offset }] : []),
    { $limit: limit },
  ];
}

const matchesInName = (words: string[]): Document => ({ $size: { $setIntersection: ['$search.name_words', words] } });

const afterCursor = ({ value, id }: { value: string | number; id: string }, direction: 1 | -1): Document => ({
  $or: [{ value: { [direction === 1 ? '$gt' : '$lt']: value } }, { value, _id: { $gt: id } }],
});
