/** What the offering service takes from its environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...serviceEnvironment,
    DATABASE_URL: Type.String({ format: 'uri' }),
    RABBITMQ_URL: Type.String({ format: 'uri' }),
    CAMUNDA_URL: Type.String({ format: 'uri' }),
    SAGA_LOCK_SECONDS: Type.Integer({ minimum: 5, default: 60 }),
    SPECIFICATION_SERVICE_URL: Type.String({ format: 'uri' }),
    PRICING_SERVICE_URL: Type.String({ format: 'uri' }),
    PUBLICATION_DEADLINE_SECONDS: Type.Integer({ minimum: 1, default: 120 }),
    PUBLICATION_REPAIR_SECONDS: Type.Integer({ minimum: 1, default: 30 }),
  }));
