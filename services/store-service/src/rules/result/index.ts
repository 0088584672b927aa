export {
  type AttributeCount,
  attributeCounts,
  facetsFrom,
  priceRanges,
  withoutCategories,
  withoutChannel,
  withoutPrice,
} from './facets.ts';
export { highlighted, highlightsOf, wordMatcher } from './highlights.ts';
