export { type CatalogKind, catalogKinds, type CatalogLookups, catalogLookups, type CatalogState } from './catalog-lookups.ts';
export { type CatalogReplicas, catalogReplicas, type ResolvedOffering } from './catalog-replicas.ts';
export { createReplicaIndexes, type Replica, type ReplicaCollection, type Versioned } from './replica-collection.ts';
