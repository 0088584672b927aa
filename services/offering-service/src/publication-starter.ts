/** Starts the requested publications on the engine, each once; one that cannot be started before its deadline becomes a draft again. */
import type { PublicationVariables } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';
import { endPublication } from './end-publication.ts';
import { revertPublication } from './offering.ts';
import { onBehalfOf } from './on-behalf-of.ts';
import { publications } from './publications.ts';
import { starterRhythm } from './starter-rhythm.ts';

export type WorkflowEngine = {
  /** Called until it succeeds once. */
  deploy(): Promise<void>;
  /** Starting a publication that runs already must do nothing. */
  start(variables: PublicationVariables): Promise<void>;
};

type StartProcess = WorkflowEngine['start'];

const STARTS_AT_ONCE = 4;

export function startPublicationStarter({ database, engine, now }: { database: Database; engine: WorkflowEngine; now: () => string }): Repeated {
  let isDeployed = false;
  return repeatedly({
    ...starterRhythm,
    onFailure: (error, failures) => log.warn('Publications cannot be started at the moment', { error, failures }),
    /** Publications that are overdue are given up even while the engine is away. */
    async work(stopped) {
      const deployed = isDeployed ? Promise.resolve() : engine.deploy();
      const start: StartProcess = (variables) => deployed.then(() => engine.start(variables));
      await deployed.then(() => { isDeployed = true; }, () => undefined);
      const settleAll = async () => { while (!stopped.aborted && (await settleNext(database, start, now()))); };
      const settled = await Promise.allSettled(Array.from({ length: STARTS_AT_ONCE }, settleAll));
      for (const result of settled) if (result.status === 'rejected') throw result.reason;
      await deployed;
    },
  });
}

/** False when none is waiting. Several replicas may do this at once: each claims another row, and asks the engine with no transaction open. */
async function settleNext(database: Database, startProcess: StartProcess, now: string): Promise<boolean> {
  const next = await publications(database).nextToStart(now);
  if (!next) return false;
  const { variables, is_overdue } = next;
  try {
    await onBehalfOf(variables, () => (is_overdue ? giveUp(database, variables, now) : start(database, variables, startProcess)));
  } catch (error) {
    await publications(database).letGo(next);
    throw error;
  }
  return true;
}

async function start(database: Database, variables: PublicationVariables, startProcess: StartProcess): Promise<void> {
  await startProcess(variables);
  await publications(database).started(variables.sagaId);
  log.info('Publication started', { offering_id: variables.offeringId, saga_id: variables.sagaId });
}

async function giveUp(database: Database, { offeringId, sagaId }: PublicationVariables, now: string): Promise<void> {
  const failure = { code: 'PUBLICATION_NOT_STARTED', message: 'The workflow engine could not be reached before the deadline' };
  await endPublication({ database, offeringId, sagaId, decide: (current) => revertPublication(current, sagaId, failure, now) });
  log.error('Publication given up', { offering_id: offeringId, saga_id: sagaId, ...failure });
}
