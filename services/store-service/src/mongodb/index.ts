export { collectionMetrics } from './collection-metrics.ts';
export { connectMongodb } from './connect-mongodb.ts';
export { insertUnlessExists } from './insert-unless-exists.ts';
export { isDuplicateKey } from './mongodb-errors.ts';
export { mongodbHealth } from './mongodb-health.ts';
export { refuseDuringOutage } from './refuse-during-outage.ts';
export { retryDuringOutage } from './retry-during-outage.ts';
