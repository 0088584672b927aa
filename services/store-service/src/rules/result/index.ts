export { type AttributeCount, attributeCounts, facetsFrom, priceRanges, withoutChannel, withoutPrice } from './facets.ts';
export { highlighted, highlightsOf, markerOf } from './highlights.ts';
