/** The HTTP contract of the store: search for customers, rebuild and repair for administrators. */
import { CATEGORY_LEVELS, Charge, currencies, Nullable, OneOf, PriceReduction, Timestamp, unitsOfMeasure, Uuid } from '@catalog/contracts';
import { defineApi, Page, pageQuery } from '@catalog/http/server';
import Type, { type Static, type TSchema } from 'typebox';

const PATH = '/api/v1/store';
/** As long as the store itself may lag behind; then a cache has to revalidate. */
const CACHE_CONTROL = 'public, max-age=1, must-revalidate';
const Id = Type.Object({ id: Uuid });

export const PricePoint = Type.Object(
  {
    charge: Nullable(Charge, { description: 'null where the unit is not understood' }),
    unit: Type.String({ examples: ['per month'] }),
    amounts: Type.Array(Type.Object({ currency: OneOf(currencies), value: Type.Number({ examples: [24.99] }), price_id: Uuid })),
  },
  { description: 'What is charged in one way. Amounts in several currencies are alternatives; several of one currency are added.' },
);
export type PricePoint = Static<typeof PricePoint>;

const Total = (description: string) => Nullable(Type.Number({ examples: [299.88] }), { description });

export const Totals = Type.Object(
  {
    currency: OneOf(currencies),
    first_payment: Total('What is charged once, and the first period of everything else'),
    per_month: Total('What recurs, by the month; a month has 365.25 / 12 days. null where nothing recurs'),
    first_year_total: Total('What is charged within 12 months'),
    over_contract_total: Total('What is charged within the longest time that is agreed; null where none is'),
  },
  {
    description:
      'What the prices of one currency add up to as they are now, of one of whatever they are for each of (`per`), without what is charged by usage; rounded to ' +
      'the cent at the end, half a cent upwards. All are null where a unit is not understood, where there is nothing but usage, and where one ' +
      'thing has two recurring charges that differ, because they may be a choice.',
  },
);
export type Totals = Static<typeof Totals>;

const ShownCategory = {
  id: Uuid,
  name: Type.String({ examples: ['Fibre'] }),
  sort_order: Type.Integer({ description: 'Where it stands among its siblings' }),
};

export const StoreOffering = Type.Object({
  id: Uuid,
  name: Type.String({ examples: ['Home Fibre 100'] }),
  description: Nullable(Type.String()),
  specifications: Type.Array(
    Type.Object({
      id: Uuid,
      name: Type.String(),
      characteristics: Type.Array(
        Type.Object({
          id: Uuid,
          name: Type.String({ examples: ['Speed 100'] }),
          attribute: Type.String({ examples: ['Speed'] }),
          value: Type.String({ examples: ['100'] }),
          unit_of_measure: OneOf(unitsOfMeasure),
        }),
      ),
    }),
  ),
  pricing: Type.Array(
    Type.Object({
      id: Uuid,
      name: Type.String(),
      value: Type.Number({ examples: [24.99] }),
      currency: OneOf(currencies),
      unit: Type.String({ examples: ['per month'] }),
      reduced: Type.Optional(PriceReduction),
    }),
  ),
  price_points: Type.Optional(
    Type.Array(PricePoint, { description: 'The same prices, by how they are charged. Missing right after an upgrade only' }),
  ),
  totals: Type.Optional(Type.Array(Totals, { description: 'By currency. Missing right after an upgrade only' })),
  sales_channels: Type.Array(Type.String()),
  categories: Type.Array(
    Type.Object({
      ...ShownCategory,
      path: Type.Array(Type.Object(ShownCategory), { description: 'Those that it is in, the root first' }),
    }),
  ),
  published_at: Timestamp,
  revision: Type.Optional(Type.Integer({ minimum: 1, description: 'Which revision of the offering this is' })),
  lifecycle_status: Type.Literal('PUBLISHED'),
});
export type StoreOffering = Static<typeof StoreOffering>;

const marked = (more = '') =>
  Type.String({ description: `HTML, with the words that were found in <em>${more}`, examples: ['Home <em>Fibre</em> 100'] });
const Marked = marked();

export const Highlights = Type.Object(
  {
    name: Type.Optional(Marked),
    description: Type.Optional(marked('; of a long one some 300 characters around the first of them')),
    specifications: Type.Optional(Type.Array(Marked)),
    characteristics: Type.Optional(Type.Array(Marked)),
  },
  { description: 'Where the words of the query were found.' },
);
export type Highlights = Static<typeof Highlights>;

export const FoundOffering = Type.Object({ ...StoreOffering.properties, highlights: Type.Optional(Highlights) });
export type FoundOffering = Static<typeof FoundOffering>;

export const RelatedOffering = Type.Object({
  id: Uuid,
  name: StoreOffering.properties.name,
  pricing: StoreOffering.properties.pricing,
  shared_attributes: Type.Array(Type.String(), { examples: [['Speed', 'Technology']] }),
});
export type RelatedOffering = Static<typeof RelatedOffering>;

const StoreOfferingDetails = Type.Object({
  ...StoreOffering.properties,
  related: Type.Array(RelatedOffering, { description: 'Those that share most attributes and values with it come first' }),
});

const sortings = [
  'relevance',
  'name',
  '-name',
  'price',
  '-price',
  'first_year',
  '-first_year',
  'per_month',
  '-per_month',
  'published_at',
  '-published_at',
] as const;
export type Sorting = (typeof sortings)[number];

/** Longer than any cursor: names are sorted by their first 200 characters. */
export const CURSOR_LENGTH = 2_000;
const MAXIMUM_PRICE = 1_000_000_000;
const Amount = Type.Number({ minimum: 0, maximum: MAXIMUM_PRICE });

export const StoreQuery = Type.Object({
  ...pageQuery,
  query: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'All words must occur; the last one may be the beginning of a word. If no offering has them, similar words are searched ' +
        'for, in queries of up to 8 words. At most 20 different words',
    }),
  ),
  min_price: Type.Optional(Amount),
  max_price: Type.Optional(Amount),
  currency: OneOf(currencies, {
    default: 'USD',
    description: 'Of min_price, max_price, the price facet, and sort=price, first_year and per_month',
  }),
  channel: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  category: Type.Optional(
    Type.Array(Type.String({ maxLength: 500 }), {
      maxItems: 10,
      description: 'The id of a category: what is in it or anywhere below it; alternatives separated by |; repeatable, all must hold',
      examples: [['7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a']],
    }),
  ),
  characteristic: Type.Optional(
    Type.Array(Type.String({ maxLength: 500 }), {
      maxItems: 20,
      description: '<attribute>:<operator><value>, operators = != > >= < <=, alternatives separated by |; repeatable, all must hold',
      examples: [['Speed:>50Mbps', 'Technology:=4G|5G']],
    }),
  ),
  sort: Type.Optional(OneOf(sortings, { description: 'Default: relevance with a query, else -published_at' })),
  cursor: Type.Optional(
    Type.String({
      maxLength: CURSOR_LENGTH,
      description: 'next_cursor of the previous reply to the same search; replaces page',
    }),
  ),
});
export type StoreQuery = Static<typeof StoreQuery>;

const Degraded = Type.Optional(
  Type.Literal(true, {
    description: 'The search index is unavailable: replies are slower, and ranked less well',
  }),
);
const Approximate = Type.Optional(Type.Literal(true, { description: 'No offering has all words of the query: these have similar ones' }));

const Filter = Type.String({
  description: 'A query string (RFC 3986) that selects exactly what is counted here; it replaces the parameters of this facet',
  examples: ['characteristic=Speed:=100Mbps'],
});

export type CategoryFacet = { id: string; name: string; count: number; filter: string; children: CategoryFacet[] };

const CategoryFacet = (levels: number): TSchema =>
  Type.Object({
    id: Uuid,
    name: Type.String({ examples: ['Internet'] }),
    count: Type.Integer({ description: 'Of the offerings in it or anywhere below it' }),
    filter: Filter,
    children: levels > 1 ? Type.Array(CategoryFacet(levels - 1)) : Type.Array(Type.Unknown(), { maxItems: 0, examples: [[]] }),
  });

export const Facets = Type.Object(
  {
    price_ranges: Type.Array(
      Type.Object({
        range: Type.String({ examples: ['0-50'] }),
        from: Type.Number({ description: 'Included' }),
        to: Type.Optional(Type.Number({ description: 'Not included' })),
        count: Type.Integer(),
        filter: Filter,
      }),
    ),
    attributes: Type.Array(
      Type.Object({
        attribute: Type.String({ examples: ['Speed'] }),
        unit_of_measure: Type.Optional(OneOf(unitsOfMeasure, { description: 'Of min and max' })),
        min: Type.Optional(Type.Number()),
        max: Type.Optional(Type.Number()),
        values: Type.Array(
          Type.Object({
            value: Type.String(),
            unit_of_measure: OneOf(unitsOfMeasure),
            count: Type.Integer(),
            filter: Filter,
          }),
        ),
      }),
    ),
    channels: Type.Array(
      Type.Object({
        channel: Type.String({ description: 'As it is written', examples: ['Online'] }),
        count: Type.Integer(),
        filter: Filter,
      }),
    ),
    categories: Type.Array(Type.Unsafe<CategoryFacet>(CategoryFacet(CATEGORY_LEVELS)), {
      description: 'As a tree, siblings in their order; an offering counts once in each category, however many of its own are below it',
    }),
  },
  { description: 'Counts of offerings; each facet applies all filters except its own.' },
);
export type Facets = Static<typeof Facets>;

export const SearchResult = Type.Object({
  ...Page(FoundOffering).properties,
  facets: Facets,
  next_cursor: Type.Optional(Type.String()),
  approximate: Approximate,
  degraded: Degraded,
});
export type SearchResult = Static<typeof SearchResult>;

export const SuggestQuery = Type.Object({
  q: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'What has been typed so far: words of a name, the last one perhaps unfinished; at most 20 different ones',
    examples: ['home fib'],
  }),
  limit: Type.Integer({ minimum: 1, maximum: 20, default: 10 }),
});
export type SuggestQuery = Static<typeof SuggestQuery>;

export const Suggestions = Type.Object({
  suggestions: Type.Array(Type.Object({ id: Uuid, name: StoreOffering.properties.name, highlighted: Marked })),
  approximate: Approximate,
  degraded: Degraded,
});
export type Suggestions = Static<typeof Suggestions>;

const Count = Type.Integer({ minimum: 0 });

export const RebuildJob = Type.Object({
  id: Uuid,
  scope: OneOf(['ALL', 'DRIFT'], { description: 'ALL: a rebuild; DRIFT: a repair of what differed' }),
  status: OneOf(['RUNNING', 'COMPLETED', 'FAILED']),
  started_at: Timestamp,
  finished_at: Nullable(Timestamp),
  progress: Type.Object(
    {
      characteristics: Count,
      specifications: Count,
      prices: Count,
      categories: Count,
      offerings: Count,
      refreshed: Count,
      indexed: Count,
    },
    { description: 'How many have been read from their owners, refreshed and indexed so far.' },
  ),
  error: Nullable(Type.String()),
});
export type RebuildJob = Static<typeof RebuildJob>;

export const Difference = Type.Object({
  id: Uuid,
  problem: OneOf(['MISSING', 'OUTDATED', 'AHEAD', 'SURPLUS'], {
    description: 'AHEAD: newer than at its owner, for example because the owner was restored from a backup',
  }),
  expected_version: Nullable(Count),
  version: Nullable(Count),
});
export type Difference = Static<typeof Difference>;

export const LISTED_DIFFERENCES = 100;

const DriftPart = Type.Object({
  expected: Count,
  differing: Count,
  differences: Type.Array(Difference, { maxItems: LISTED_DIFFERENCES, description: `The first ${LISTED_DIFFERENCES}` }),
});

export const DriftReport = Type.Object(
  {
    checked_at: Timestamp,
    total: Type.Integer({ minimum: 0, description: 'Number of all differences; 0 if the store equals the catalog' }),
    characteristics: DriftPart,
    specifications: DriftPart,
    prices: DriftPart,
    categories: DriftPart,
    offerings: DriftPart,
    documents: DriftPart,
    index: DriftPart,
  },
  {
    description:
      'How the store differs from the owners of the catalog: its replicas of each kind, the documents in MongoDB (by content, ' +
      'too), and the search index by the revisions of these documents. Only differences that last for 1 s count, because events take ' +
      'time to arrive.',
  },
);
export type DriftReport = Static<typeof DriftReport>;

export const api = defineApi({
  title: 'Store service',
  description: 'Published offerings for customers: full-text search, filters, facets and sorting, less than a second behind.',
  operations: {
    listStoreOfferings: {
      method: 'GET',
      path: `${PATH}/offerings`,
      summary: 'Search published offerings',
      access: 'public',
      cache: CACHE_CONTROL,
      query: StoreQuery,
      replies: { 200: SearchResult },
    },
    searchStore: {
      method: 'GET',
      path: `${PATH}/search`,
      summary: 'Search published offerings (the same as /offerings)',
      access: 'public',
      cache: CACHE_CONTROL,
      query: StoreQuery,
      replies: { 200: SearchResult },
    },
    suggestStoreOfferings: {
      method: 'GET',
      path: `${PATH}/suggest`,
      summary: 'Names of published offerings, while somebody types',
      access: 'public',
      cache: CACHE_CONTROL,
      query: SuggestQuery,
      replies: { 200: Suggestions },
    },
    getStoreOffering: {
      method: 'GET',
      path: `${PATH}/offerings/{id}`,
      summary: 'Read a published offering, and which are related to it',
      access: 'public',
      cache: CACHE_CONTROL,
      params: Id,
      replies: { 200: StoreOfferingDetails },
    },
    startRebuild: {
      method: 'POST',
      path: `${PATH}/rebuild`,
      summary: 'Rebuild the read model from the catalog',
      access: ['ADMIN'],
      replies: { 202: RebuildJob },
      errors: ['WRONG_STATE'],
    },
    getDrift: {
      method: 'GET',
      path: `${PATH}/drift`,
      summary: 'Compare the read model with the catalog',
      access: ['ADMIN'],
      replies: { 200: DriftReport },
      errors: ['SERVICE_UNAVAILABLE', 'UPSTREAM_ERROR', 'UPSTREAM_TIMEOUT'],
    },
    startRepair: {
      method: 'POST',
      path: `${PATH}/drift/repair`,
      summary: 'Repair what differs from the catalog',
      access: ['ADMIN'],
      replies: { 202: RebuildJob },
      errors: ['WRONG_STATE'],
    },
    getRebuild: {
      method: 'GET',
      path: `${PATH}/rebuilds/{id}`,
      summary: 'Read the status of a rebuild or a repair',
      access: ['ADMIN'],
      params: Id,
      replies: { 200: RebuildJob },
    },
  },
});
