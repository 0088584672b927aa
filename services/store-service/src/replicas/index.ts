export { type CatalogKind, catalogKinds, type CatalogLookups, catalogLookups, type CatalogState } from './catalog-lookups.ts';
export { createReplicaIndexes, type ReferenceData, referenceData, type Replica, type Resolved } from './catalog-replicas.ts';
