export { assembleOffering, type References } from './assemble-offering.ts';
export { isUnitName, numberFrom, type Quantity, quantityNamed, quantityOf } from './quantity.ts';
export { type CharacteristicFields, quantityKey, type SearchFields, searchFieldsOf, type Written, writtenFrom } from './search-fields.ts';
export { cut, sortKey, textKey, wordsOf } from './text-normalization.ts';
