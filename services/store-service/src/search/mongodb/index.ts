export { relatedInMongodb } from './related-in-mongodb.ts';
export { searchInMongodb } from './search-in-mongodb.ts';
export { suggestInMongodb } from './suggest-in-mongodb.ts';
