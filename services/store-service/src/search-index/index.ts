export { type IndexedRevisions, indexedRevisions } from './indexed-revisions.ts';
export { type SearchAvailability, searchAvailability } from './search-availability.ts';
export { type SearchIndex, searchIndex } from './search-index.ts';
export { createPendingIndexWriteIndexes, type IndexSync, indexSync, pendingIndexWrites } from './sync/index.ts';
export { SearchIndexRefusal, SearchIndexUnavailable, translateErrors } from './translate-errors.ts';
export { attributeOf, attributePrefix, parseTerm, valueTerm } from './value-terms.ts';
