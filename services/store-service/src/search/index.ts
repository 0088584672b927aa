export { relatedInElasticsearch, searchInElasticsearch, suggestInElasticsearch } from './elasticsearch/index.ts';
export { relatedInMongodb, searchInMongodb, suggestInMongodb } from './mongodb/index.ts';
export { type Related, related } from './related.ts';
export { type Search, search } from './search.ts';
export { type Suggest, suggest } from './suggest.ts';
export { withFallback } from './with-fallback.ts';
