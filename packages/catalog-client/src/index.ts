/** The catalog's API from the outside, and how its lists are read, by whoever reads them. */
export { catalogClient, type CatalogClient, type Credentials, signIn } from './catalog-client.ts';
export { type CatalogKind, catalogKinds, type CatalogReader, catalogReader, type CatalogState } from './catalog-reader.ts';
export { CatalogRefusal } from './catalog-refusal.ts';
export { CatalogUnreachable } from './catalog-unreachable.ts';
export { ifFound } from './if-found.ts';
export type { Call, Method, PathOf, ReplyOf } from './operations.ts';
export type { Answer } from './send-request.ts';
