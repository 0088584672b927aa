export { showCollectionSizes } from './collection-metrics.ts';
export { connectMongodb } from './connect-mongodb.ts';
export { mongodbHealth } from './mongodb-health.ts';
export { refusingInOutage, waitingForMongodb } from './mongodb-outage.ts';
