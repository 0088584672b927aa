/** What the services of the write side take from their environment, to be spread into a service's own schema. */
import { serviceEnvironment } from '@catalog/http/server';
import Type, { type Static, type TObject } from 'typebox';

export const writeSideEnvironment = {
  ...serviceEnvironment,
  DATABASE_URL: Type.String({ format: 'uri' }),
  RABBITMQ_URL: Type.String({ format: 'uri' }),
};

/** Of those that have a part in the publication saga. */
export const sagaEnvironment = {
  CAMUNDA_URL: Type.String({ format: 'uri' }),
  SAGA_LOCK_SECONDS: Type.Integer({ minimum: 5, default: 60 }),
};

export type WriteSideConfig = Static<TObject<typeof writeSideEnvironment>>;
export type SagaConfig = Static<TObject<typeof sagaEnvironment>>;
