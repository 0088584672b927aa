export { type Comparison, filterSelecting } from './characteristic-filter.ts';
export {
  beginningOf, type ChannelCount, type Found, MAXIMUM_VALUES, orderOf, type SearchEngine, type ValueCount,
} from './search-engine.ts';
export { type Filters, type PriceFilter, searchOf, type SearchQuery, searchQueryFrom, soughtWords } from './search-query.ts';
export { type Cursors, type EngineName, signedCursors } from './signed-cursors.ts';
export { distance, isCorrectable, lettersOf, MAXIMUM_NEAR_WORDS, nearTo, toleranceOf } from './similar-words.ts';
