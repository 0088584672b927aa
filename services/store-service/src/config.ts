/** What the store service takes from its environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

const Url = Type.String({ format: 'uri' });

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...serviceEnvironment,
    MONGODB_URL: Url,
    ELASTICSEARCH_URL: Url,
    SEARCH_INDEX: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', default: 'store-offerings' }),
    RABBITMQ_URL: Url,
    CAMUNDA_URL: Url,
    SAGA_LOCK_SECONDS: Type.Integer({ minimum: 5, default: 60 }),
    IDENTITY_SERVICE_URL: Url,
    CHARACTERISTIC_SERVICE_URL: Url,
    SPECIFICATION_SERVICE_URL: Url,
    PRICING_SERVICE_URL: Url,
    OFFERING_SERVICE_URL: Url,
    CLIENT_ID: Type.String({ minLength: 1 }),
    CLIENT_SECRET: Type.String({ minLength: 1 }),
  }));
