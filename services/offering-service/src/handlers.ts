/** Answers the operations on offerings. */
import type { Offering } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently, idempotentlyAfter } from '@catalog/postgres';
import type { SagaOperations } from '@catalog/saga-worker';
import { randomUUID } from 'node:crypto';
import type { api } from './api.ts';
import { knownReferences, type Lookups } from './catalog-lookups.ts';
import { categoryHandlers } from './categories/index.ts';
import { offeringHistory } from './history/index.ts';
import type { OfferingStore } from './offering/index.ts';
import { cancelPublication, type CancelSaga, publicationHandlers, type publishHandlers } from './publications/index.ts';
import { revisionHandlers, withChanges } from './revisions/index.ts';
import { changeOffering, createOffering, deleteOffering, requireFirstRevision, retireOffering } from './rules/index.ts';
import { type scheduleHandlers, scheduleList } from './schedules/index.ts';

type Needs = {
  database: Database;
  offerings: OfferingStore;
  lookups: Lookups;
  engine: SagaOperations & { cancel: CancelSaga };
  now: () => string;
  publishing: ReturnType<typeof publishHandlers>;
  scheduling: ReturnType<typeof scheduleHandlers>;
};

export const handlers = ({ database, offerings, lookups, engine, now, publishing, scheduling }: Needs): Handlers<typeof api> => ({
  createOffering: ({ body, caller, authorization, idempotency }) =>
    idempotentlyAfter(database, idempotency, {
      learn: () => lookups.learnOf(body, authorization),
      work: async (tx) => {
        const references = await knownReferences(tx, body);
        const offering = await offerings(tx, caller).create(createOffering(body, references, { id: randomUUID(), now: now() }));
        return { status: 201, body: offering, headers: { Location: `/api/v1/offerings/${offering.id}`, ETag: etagOf(offering.version) } };
      },
    }),

  listOfferings: async ({ query, path, caller }) => {
    const { total, items } = await offerings(database, caller).list(query);
    return pageReply({ total, items: await withChanges(database, items) }, { path, query });
  },

  getOffering: async ({ params, caller }) => {
    const offering = await offerings(database, caller).get(params.id);
    const [detail] = await withChanges(database, [offering]);
    return { ...shown(offering), body: detail! };
  },

  getOfferingHistory: async ({ params, query, path, caller }) => {
    const [offering] = await offerings(database, caller).find([params.id]);
    return pageReply(await offeringHistory(database, { id: params.id, offering, page: query }), { path, query });
  },

  replaceOffering: async ({ params, body, caller, authorization, preconditions }) => {
    await lookups.learnOf(body, authorization);
    return shown(
      await offerings(database, caller).change(params.id, async (current, tx) => {
        requireMatch(preconditions, etagOf(current.version));
        return changeOffering(current, body, await knownReferences(tx, body), now());
      }),
    );
  },

  deleteOffering: async ({ params, caller, preconditions }) => {
    await offerings(database, caller).change(params.id, (current) => {
      requireMatch(preconditions, etagOf(current.version));
      return deleteOffering(current, now());
    });
    return { status: 204 };
  },

  validateOffering: (request) => publishing.validate(request, (current) => requireFirstRevision(current, 'published')),

  publishOffering: (request) => publishing.publish(request, (current) => requireFirstRevision(current, 'published')),

  cancelPublication: async ({ params, caller }) => {
    const saga_id = await cancelPublication({ database, offerings, cancelSaga: engine.cancel, offeringId: params.id, caller, now: now() });
    return { status: 202, body: { message: 'Cancellation accepted', saga_id, offering_id: params.id } };
  },

  retireOffering: async (request) => {
    const { params, body, caller, preconditions, idempotency } = request;
    if (body?.at !== undefined) return scheduling.retireLater({ ...request, at: body.at });
    return idempotently(database, idempotency, async (tx) =>
      shown(
        await offerings(tx, caller).change(params.id, (current) => {
          requireMatch(preconditions, etagOf(current.version));
          return retireOffering(current, now());
        }),
      ),
    );
  },

  cancelSchedule: scheduling.cancel,

  listSchedules: async ({ query, path }) => pageReply(await scheduleList(database, query), { path, query }),

  ...revisionHandlers({ database, offerings, lookups, now, publishing, scheduling }),

  ...publicationHandlers({ database, engine }),
  ...categoryHandlers({ database, now }),
});

const shown = (offering: Offering) => ({ status: 200 as const, body: offering, headers: { ETag: etagOf(offering.version) } });
