export { differencesBetween, type Seen } from './differences.ts';
export {
  assembleOffering, type CharacteristicFields, quantityKey, type References, type SearchFields, searchFieldsOf, sortKey, textKey, wordsOf,
} from './document/index.ts';
export {
  codePointsOf, type Comparison, type Cursors, cursorScope, editDistance, type EngineName, type EngineResult, type Filters, isCorrectable,
  MAXIMUM_SIMILAR_WORDS, MAXIMUM_VALUES, maximumEdits, pageStart, isExpensive, parseSearchQuery, type PriceFilter, queryWords, type SearchEngine,
  type SearchQuery, signedCursors, sortFieldOf, type ValueCount,
} from './query/index.ts';
export {
  type AttributeCount, attributeCounts, facetsFrom, highlighted, highlightsOf, priceRanges, withoutChannel, withoutPrice, wordMatcher,
} from './result/index.ts';
