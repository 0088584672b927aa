export { indexUpkeep, type IndexUpkeep } from './index-sync.ts';
export { type IndexedRevisions, indexedRevisions } from './indexed-revisions.ts';
export { createDueForIndexIndexes, dueForIndex } from './pending-index-writes.ts';
export { type SearchAvailability, searchAvailability } from './search-availability.ts';
export { asked, SearchIndexRefusal, SearchIndexUnavailable } from './search-index-errors.ts';
export { searchIndex, type SearchIndex } from './search-index.ts';
export { attributeOf, markOf, readKey, valueKey } from './value-terms.ts';
