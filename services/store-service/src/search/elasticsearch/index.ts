export { relatedInElasticsearch } from './related-in-elasticsearch.ts';
export { searchInElasticsearch } from './search-in-elasticsearch.ts';
export { suggestInElasticsearch } from './suggest-in-elasticsearch.ts';
