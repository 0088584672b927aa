export { differencesBetween, type Seen } from './differences.ts';
export {
  assembleOffering, type CharacteristicFields, quantityKey, type References, type SearchFields, searchFieldsOf,
  sortKey, textKey, wordsOf,
} from './document/index.ts';
export {
  beginningOf, type Comparison, type Cursors, distance, type EngineName, type Filters, type Found, isCorrectable,
  lettersOf, MAXIMUM_NEAR_WORDS, MAXIMUM_VALUES, orderOf, type PriceFilter, type SearchEngine, searchOf,
  type SearchQuery, searchQueryFrom, signedCursors, soughtWords, toleranceOf, type ValueCount,
} from './query/index.ts';
export {
  type AttributeCount, attributeCounts, facetsFrom, highlighted, highlightsOf, markerOf, priceRanges, withoutChannel,
  withoutPrice,
} from './result/index.ts';
