/** What the services that own things take from their environment, to be spread into a service's own schema. */
import { serviceEnvironment } from '@catalog/http/server';
import Type, { type Static, type TObject } from 'typebox';

export const databaseEnvironment = { ...serviceEnvironment, DATABASE_URL: Type.String({ format: 'uri' }) };

/** Of those that tell others what happens, or hear of it. */
export const writeSideEnvironment = { ...databaseEnvironment, RABBITMQ_URL: Type.String({ format: 'uri' }) };

/** Of those that have a part in the publication saga. */
export const sagaEnvironment = {
  CAMUNDA_URL: Type.String({ format: 'uri' }),
  SAGA_LOCK_SECONDS: Type.Integer({ minimum: 5, default: 60 }),
};

export type WriteSideConfig = Static<TObject<typeof databaseEnvironment>> & { RABBITMQ_URL?: string };
export type SagaConfig = Static<TObject<typeof sagaEnvironment>>;
