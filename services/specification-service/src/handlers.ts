/** Answers the operations on specifications. */
import type { Specification } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotentlyAfter, offeringReplicas } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api, ExpandedSpecification } from './api.ts';
import { characteristicReplicas } from './characteristic-replicas.ts';
import type { LearnOf } from './learn-of-characteristics.ts';
import { changeSpecification, createSpecification, deleteSpecification, expand, inputFrom } from './rules/index.ts';
import { specifications } from './specifications.ts';

type Needs = { database: Database; learnOfCharacteristics: LearnOf; now: () => string };

export const handlers = ({ database, learnOfCharacteristics, now }: Needs): Handlers<typeof api> => ({
  createSpecification: async ({ body, caller, authorization, idempotency }) => {
    const wanted = inputFrom(body);
    return idempotentlyAfter(database, idempotency, {
      learn: () => learnOfCharacteristics(wanted.characteristic_ids, authorization),
      work: async (tx) => {
        const characteristics = await characteristicReplicas(tx).hold(wanted.characteristic_ids);
        const decision = createSpecification(wanted, { id: randomUUID(), characteristics, now: now() });
        const specification = await specifications(tx, caller).create(decision);
        const expanded = expand(specification, characteristics);
        return { status: 201, body: expanded, headers: { Location: `/api/v1/specifications/${expanded.id}`, ETag: tagOf(expanded) } };
      },
    });
  },

  listSpecifications: async ({ query, path, caller }) => pageReply(await specifications(database, caller).list(query), { path, query }),

  getSpecification: async ({ params, caller }) => shown(await expandedIn(database, await specifications(database, caller).get(params.id))),

  getSpecificationImpact: async ({ params, caller }) => {
    const { id } = await specifications(database, caller).get(params.id);
    return { status: 200, body: await offeringReplicas(database).impactOf('specification_ids', [id]) };
  },

  replaceSpecification: async ({ params, body, caller, preconditions, authorization }) => {
    const wanted = inputFrom(body);
    await learnOfCharacteristics(wanted.characteristic_ids, authorization);
    const specification = await specifications(database, caller).change(params.id, async (current, tx) => {
      requireMatch(preconditions, tagOf(await expandedIn(tx, current)));
      const characteristics = await characteristicReplicas(tx).hold(wanted.characteristic_ids);
      return changeSpecification(current, wanted, { characteristics, now: now() });
    });
    return shown(await expandedIn(database, specification));
  },

  deleteSpecification: async ({ params, caller, preconditions }) => {
    await specifications(database, caller).change(params.id, async (current, tx) => {
      requireMatch(preconditions, tagOf(await expandedIn(tx, current)));
      return deleteSpecification(current, await offeringReplicas(tx).using('specification_ids', current.id));
    });
    return { status: 204 };
  },
});

const expandedIn = async (database: Database, specification: Specification): Promise<ExpandedSpecification> =>
  expand(specification, await characteristicReplicas(database).find(specification.characteristic_ids));

const shown = (body: ExpandedSpecification) => ({ status: 200 as const, body, headers: { ETag: tagOf(body) } });

// What it shows changes with its characteristics too.
const tagOf = ({ version, characteristics }: ExpandedSpecification) =>
  etagOf(version, ...characteristics.map((characteristic) => `${characteristic.id} ${characteristic.version}`));
