export { assembleOffering, type References } from './assemble-offering.ts';
export { pricePointsOf } from './price-points.ts';
export { isUnitName, parseDecimal, parseQuantity, type Quantity, quantityOf } from './quantity.ts';
export {
  categoryFrom,
  type CharacteristicFields,
  quantityKey,
  type SearchFields,
  searchFieldsOf,
  type Written,
  type WrittenCategory,
  writtenFrom,
} from './search-fields.ts';
export { totalsOf } from './totals.ts';
export { sortKey, textKey, truncated, wordsOf } from './text-keys.ts';
