export { type Comparison, filterSelecting } from './characteristic-filter.ts';
export { isExpensive } from './search-cost.ts';
export {
  type CategoryCount,
  type ChannelCount,
  type EngineResult,
  MAXIMUM_VALUES,
  pageStart,
  type SearchEngine,
  sortFieldOf,
  type ValueCount,
} from './search-engine.ts';
export { cursorScope, type Filters, parseSearchQuery, type PriceFilter, queryWords, type SearchQuery } from './search-query.ts';
export { type Cursors, type EngineName, signedCursors } from './signed-cursors.ts';
export { codePointsOf, editDistance, isCorrectable, MAXIMUM_SIMILAR_WORDS, maximumEdits, similarTo } from './similar-words.ts';
