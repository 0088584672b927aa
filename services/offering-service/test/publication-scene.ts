/**
 * Publications on the real engine: the steps of this service are its own, those of the others keep locks and entries in memory as they do.
 */
import { type Offering, type PublicationVariables, Rejection, type SagaTopic } from '@catalog/contracts';
import { connect, migrate, row, sql } from '@catalog/postgres';
import { createCamunda, deployProcess, startSagaWorker, type Steps } from '@catalog/saga-worker';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import { createOffering, startPublication } from '../src/rules/index.ts';
import { offeringStore } from '../src/offering/index.ts';
import { sagaSteps } from '../src/publications/index.ts';
import { anInput, references } from './offering-examples.ts';

export type PublicationScene = Awaited<ReturnType<typeof publicationScene>>;

export const admin = { subject: 'admin-1', username: 'admin', role: 'ADMIN' as const };
export const processFile = new URL('../../../bpmn/offering-publication-saga.bpmn', import.meta.url);

const DEADLINE_SECONDS = 60;
export const offerings = offeringStore({ deadlineSeconds: DEADLINE_SECONDS });
const now = () => new Date().toISOString();

export async function publicationScene(camundaUrl: string) {
  const testDatabase = await createTestDatabase();
  const database = await connect(testDatabase.url);
  await migrate(database, new URL('../migrations/', import.meta.url));
  await deployProcess(camundaUrl, processFile);
  const others = otherServices();
  const worker = startSagaWorker({
    camundaUrl,
    service: 'publication-scene',
    steps: others.heldAt({ ...others.steps, ...sagaSteps({ database, offerings, now }) }),
    settings: { longPollMs: 300, claimMs: 1000, retryDelayMs: 20, maxRetryDelayMs: 100 },
  });

  async function requested(): Promise<Offering> {
    const draft = await offerings(database, admin).create(createOffering(anInput(), references, { id: randomUUID(), now: now() }));
    const decide = (current: Offering) => startPublication(current, references, { sagaId: randomUUID(), now: now() });
    return offerings(database, admin).change(draft.id, decide);
  }

  return {
    database,
    camunda: createCamunda(camundaUrl),
    deadlineSeconds: DEADLINE_SECONDS,
    ...others,
    requested,
    offeringOf: ({ id }: Pick<Offering, 'id'>) => offerings(database, admin).get(id),
    variablesOf: ({ saga_id }: Offering): Promise<PublicationVariables> =>
      database.oneFirst(sql.type(row<{ variables: PublicationVariables }>())`
      select variables from publications where saga_id = ${saga_id}`),
    isSettled: async ({ saga_id }: Offering): Promise<boolean> =>
      await database.oneFirst(sql.type(row<{ is_settled: boolean }>())`
      select settled_at is not null as is_settled from publications where saga_id = ${saga_id}`),
    /** As an operator does in Cockpit. */
    async deleteProcess({ saga_id }: Offering): Promise<void> {
      await removeAll(`${camundaUrl}/process-instance`, `businessKey=${saga_id}`);
    },
    /** As if the engine's database had been lost. */
    async forgetProcess({ saga_id }: Offering): Promise<void> {
      await removeAll(`${camundaUrl}/process-instance`, `businessKey=${saga_id}`);
      await removeAll(`${camundaUrl}/history/process-instance`, `processInstanceBusinessKey=${saga_id}`);
    },
    async stop(): Promise<void> {
      await worker.stop();
      await database.end();
      await testDatabase.drop();
    },
  };
}

async function removeAll(url: string, query: string): Promise<void> {
  const found = (await (await fetch(`${url}?${query}`)).json()) as { id: string }[];
  for (const { id } of found) await fetch(`${url}/${id}`, { method: 'DELETE' });
}

type AnyStep = (variables: PublicationVariables, task: { sagaId: string; retriesLeft: number }) => Promise<never>;

/** What the pricing and the store service hold for sagas; a saga they have ended gets nothing more. */
function otherServices() {
  const [locks, entries, released, ended] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  let running = 0;
  const holds = new Map<string, { reached: () => void; released: Promise<void> }>();
  const unlessIn = (over: Set<string>, sagaId: string): void => {
    if (over.has(sagaId)) throw new Rejection('WRONG_STATE', 'This publication has ended');
  };
  const steps: Steps = {
    'lock-prices': async ({ sagaId }) => {
      unlessIn(released, sagaId);
      locks.add(sagaId);
      return { lockResult: true };
    },
    'validate-specifications': async () => ({ validationResult: true }),
    'create-store-entry': async ({ sagaId, offeringId }) => {
      unlessIn(ended, sagaId);
      entries.add(sagaId);
      return { storeEntryId: offeringId };
    },
    'delete-store-entry': async ({ sagaId }) => {
      ended.add(sagaId);
      entries.delete(sagaId);
      return {};
    },
    'unlock-prices': async ({ sagaId }) => {
      released.add(sagaId);
      locks.delete(sagaId);
      return {};
    },
  };
  return {
    steps,
    locks,
    entries,

    /** Stops a saga before the step does anything, once: `reached` says that it is there, `release` lets the step go on. */
    hold({ saga_id }: Offering, topic: SagaTopic) {
      const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      holds.set(`${saga_id} ${topic}`, { reached: reached.resolve, released: released.promise });
      return { reached: reached.promise, release: released.resolve };
    },

    heldAt: (all: Steps): Steps =>
      Object.fromEntries(
        Object.entries(all as Record<string, AnyStep>).map(([topic, step]): [string, AnyStep] => [
          topic,
          async (variables, task) => {
            const place = `${variables.sagaId} ${topic}`;
            const hold = holds.get(place);
            holds.delete(place);
            running += 1;
            hold?.reached();
            try {
              await hold?.released;
              return await step(variables, task);
            } finally {
              running -= 1;
            }
          },
        ]),
      ),

    /** Resolves when no step runs. */
    idle: () => eventually(() => expect(running).to.equal(0)),
  };
}
