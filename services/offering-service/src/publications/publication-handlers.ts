/** Answers the operations on publications: by what the database knows and the engine says, or marked where that does not answer. */
import { type PublicationStep, Rejection, type Role } from '@catalog/contracts';
import { type Handlers, pageReply } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { SagaOperations } from '@catalog/saga-worker';
import type { publicationOperations } from '../publication-operations.ts';
import { publicationList } from './publication-list.ts';

type PublicationHandlers = Handlers<{ title: string; description: string; operations: typeof publicationOperations }>;

export const publicationHandlers = ({ database, engine }: { database: Database; engine: SagaOperations }): PublicationHandlers => ({
  listPublications: async ({ query, path }) => {
    const stuck = await answered(() => stuckSagas(engine));
    if (!stuck && query.status === 'stuck') throw noEngine('which publications are stuck is not known');
    const reply = pageReply(await publicationList(database, stuck ?? []).list(query), { path, query });
    return { ...reply, body: { ...reply.body, engine_available: stuck !== undefined } };
  },

  getPublication: async ({ params: { saga_id }, caller }) => {
    const seen = await answered(async () => ({ steps: await engine.steps(saga_id) }));
    const isStuck = seen?.steps?.some(({ state }) => state === 'incident') ?? false;
    const publication = await publicationList(database, isStuck ? [saga_id] : []).get(saga_id);
    const steps = seen?.steps?.map((step) => forRole(caller.role, step)) ?? null;
    return { status: 200, body: { ...publication, engine_available: seen !== undefined, steps } };
  },

  retryPublication: async ({ params: { saga_id } }) => {
    await publicationList(database, []).get(saga_id);
    const retried = await answered(() => engine.retry(saga_id));
    if (retried === undefined) throw noEngine('nothing was retried');
    log.info('Publication retried', { saga_id, retried_steps: retried });
    return { status: 200, body: { saga_id, retried_steps: retried } };
  },
});

const stuckSagas = async (engine: SagaOperations): Promise<string[]> => (await engine.incidents()).map(({ saga_id }) => saga_id);

/** Undefined when the engine does not answer. */
async function answered<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    log.warn('The engine could not be asked about publications', { error });
    return undefined;
  }
}

const noEngine = (consequence: string): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `The workflow engine does not answer: ${consequence}`, { upstream: 'camunda' });

/** Causes tell of the inside of the system. */
const forRole = (role: Role, step: PublicationStep): PublicationStep => (role === 'ADMIN' ? step : { ...step, message: null });
