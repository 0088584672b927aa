/** Answers the operations on characteristics. */
import type { Characteristic } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently, offeringReplicas } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api } from './api.ts';
import { characteristics } from './characteristics.ts';
import { changeCharacteristic, createCharacteristic, deleteCharacteristic } from './rules/index.ts';
import { specificationReplicas } from './specification-replicas.ts';

type Needs = { database: Database; now: () => string };

export const handlers = ({ database, now }: Needs): Handlers<typeof api> => ({
  createCharacteristic: ({ body, caller, idempotency }) =>
    idempotently(database, idempotency, async (tx) => {
      const characteristic = await characteristics(tx, caller).create(createCharacteristic(body, { id: randomUUID(), now: now() }));
      const headers = { Location: `/api/v1/characteristics/${characteristic.id}`, ETag: tagOf(characteristic) };
      return { status: 201, body: characteristic, headers };
    }),

  listCharacteristics: async ({ query, path, caller }) => pageReply(await characteristics(database, caller).list(query), { path, query }),

  getCharacteristic: async ({ params, caller }) => shown(await characteristics(database, caller).get(params.id)),

  getCharacteristicImpact: async ({ params, caller }) => {
    const { id } = await characteristics(database, caller).get(params.id);
    const specificationIds = await specificationReplicas(database).referencing('characteristic_ids', id, null);
    return { status: 200, body: await offeringReplicas(database).impactOf('specification_ids', specificationIds) };
  },

  replaceCharacteristic: async ({ params, body, caller, preconditions }) =>
    shown(
      await characteristics(database, caller).change(params.id, (current) => {
        requireMatch(preconditions, tagOf(current));
        return changeCharacteristic(current, body, now());
      }),
    ),

  deleteCharacteristic: async ({ params, caller, preconditions }) => {
    await characteristics(database, caller).change(params.id, async (current, tx) => {
      requireMatch(preconditions, tagOf(current));
      return deleteCharacteristic(current, await specificationReplicas(tx).referencing('characteristic_ids', current.id));
    });
    return { status: 204 };
  },
});

const shown = (body: Characteristic) => ({ status: 200 as const, body, headers: { ETag: tagOf(body) } });

const tagOf = ({ version }: Characteristic) => etagOf(version);
