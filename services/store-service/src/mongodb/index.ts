export { collectionMetrics } from './collection-metrics.ts';
export { connectMongodb } from './connect-mongodb.ts';
export { insertUnlessExists, isDuplicateKey } from './duplicate-key.ts';
export { mongodbHealth } from './mongodb-health.ts';
export { refuseDuringOutage } from './refuse-during-outage.ts';
export { retryDuringOutage } from './retry-during-outage.ts';
