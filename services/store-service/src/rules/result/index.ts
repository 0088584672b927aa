export { type AttributeCount, attributeCounts, facetsFrom, priceRanges, withoutChannel, withoutPrice } from './facets.ts';
export { highlighted, highlightsOf, wordMatcher } from './highlights.ts';
