export { type IndexSync, indexSync } from './index-sync.ts';
export { createPendingIndexWriteIndexes, pendingIndexWrites } from './pending-index-writes.ts';
