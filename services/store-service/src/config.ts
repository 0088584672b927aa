/** What the store service takes from its environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import { sagaEnvironment, sagaSettings } from '@catalog/write-side';
import Type from 'typebox';

const Url = Type.String({ format: 'uri' });

/** What whoever installs it may set. */
export const settings = {
  ...sagaSettings,
  SEARCH_INDEX: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', default: 'store-offerings', description: 'name of the search index' }),
  CLIENT_ID: Type.String({ minLength: 1, description: 'the name by which it gets tokens for calls without a user' }),
};

export const readConfig = () =>
  readEnvironment(
    Type.Object({
      ...serviceEnvironment,
      ...sagaEnvironment,
      ...settings,
      MONGODB_URL: Url,
      ELASTICSEARCH_URL: Url,
      RABBITMQ_URL: Url,
      IDENTITY_SERVICE_URL: Url,
      CHARACTERISTIC_SERVICE_URL: Url,
      SPECIFICATION_SERVICE_URL: Url,
      PRICING_SERVICE_URL: Url,
      OFFERING_SERVICE_URL: Url,
      CLIENT_SECRET: Type.String({ minLength: 1 }),
    }),
  );
