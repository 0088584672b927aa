/** What the services that own things take from their environment, to be spread into a service's own schema. */
import { serviceEnvironment } from '@catalog/http/server';
import Type, { type Static, type TObject } from 'typebox';

export const databaseEnvironment = { ...serviceEnvironment, DATABASE_URL: Type.String({ format: 'uri' }) };

/** Of those that tell others what happens, or hear of it. */
export const writeSideEnvironment = { ...databaseEnvironment, RABBITMQ_URL: Type.String({ format: 'uri' }) };

/** What whoever installs a service that has a part in the publication saga may set. */
export const sagaSettings = {
  SAGA_LOCK_SECONDS: Type.Integer({
    minimum: 5,
    default: 60,
    description:
      'how long a step of a publication that takes longer than usual keeps other replicas off, at least 5; it must be done within 80 % of it',
  }),
};

export const sagaEnvironment = { CAMUNDA_URL: Type.String({ format: 'uri' }), ...sagaSettings };

export type WriteSideConfig = Static<TObject<typeof databaseEnvironment>> & { RABBITMQ_URL?: string };
export type SagaConfig = Static<TObject<typeof sagaEnvironment>>;
