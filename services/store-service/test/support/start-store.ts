/** Starts the store service on a database and index of its own; of the other services only those given can be reached. */
import { type RunningService, startService } from '../../../../test/support/start-service.ts';
import type { StoreDatabase } from './store-database.ts';

const NOBODY = 'http://127.0.0.1:1';

export const startStore = (store: StoreDatabase, environment: Record<string, string>): Promise<RunningService> =>
  startService('store-service', {
    MONGODB_URL: store.mongodbUrl,
    ELASTICSEARCH_URL: store.elasticsearchUrl,
    SEARCH_INDEX: store.alias,
    JWKS_URL: `${NOBODY}/jwks`,
    CAMUNDA_URL: `${NOBODY}/engine-rest`,
    CLIENT_ID: 'store-service',
    CLIENT_SECRET: 'secret',
    ...environment,
  });
