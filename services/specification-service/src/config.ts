/** What the specification service takes from its environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...serviceEnvironment,
    DATABASE_URL: Type.String({ format: 'uri' }),
    RABBITMQ_URL: Type.String({ format: 'uri' }),
    CAMUNDA_URL: Type.String({ format: 'uri' }),
    CHARACTERISTIC_SERVICE_URL: Type.String({ format: 'uri' }),
  }));
