/** Starts the requested publications on the engine, each once; one that cannot be started before its deadline becomes a draft again. */
import type { PublicationVariables } from '@catalog/contracts';
import { log, onBehalfOf } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';
import { type OfferingStore, publicationRecords } from '../offering/index.ts';
import { revertPublication } from '../rules/index.ts';
import { starterRhythm } from '../starter-rhythm.ts';
import { endPublication } from './end-publication.ts';

type WorkflowEngine = {
  /** Called until it succeeds once. */
  deploy(): Promise<void>;
  /** Starting a publication that runs already must do nothing. */
  start(variables: PublicationVariables): Promise<void>;
};

type StartProcess = WorkflowEngine['start'];
type Needs = { database: Database; offerings: OfferingStore; engine: WorkflowEngine; now: () => string };

const STARTS_AT_ONCE = 4;

export function startPublicationStarter({ database, offerings, engine, now }: Needs): Repeated {
  let isDeployed = false;
  return repeatedly({
    ...starterRhythm,
    onFailure: (error, failures) => log.warn('Publications cannot be started at the moment', { error, failures }),
    /** Publications that are overdue are given up even while the engine is away. */
    async work(stopped) {
      const deployed = isDeployed ? Promise.resolve() : engine.deploy();
      const startProcess: StartProcess = (variables) => deployed.then(() => engine.start(variables));
      await deployed.then(
        () => {
          isDeployed = true;
        },
        () => undefined,
      );
      const settleAll = async () => {
        while (!stopped.aborted && (await settleNext({ database, offerings, startProcess, now: now() })));
      };
      const settled = await Promise.allSettled(Array.from({ length: STARTS_AT_ONCE }, settleAll));
      for (const result of settled) if (result.status === 'rejected') throw result.reason;
      await deployed;
    },
  });
}

type Settling = Pick<Needs, 'database' | 'offerings'> & { startProcess: StartProcess; now: string };

/** False when none is waiting. Replicas may do this at once: each claims another row, and asks the engine with no transaction open. */
async function settleNext(settling: Settling): Promise<boolean> {
  const { database, now } = settling;
  const next = await publicationRecords(database).claimToStart(now);
  if (!next) return false;
  const { variables, is_overdue } = next;
  try {
    await onBehalfOf(variables, () => (is_overdue ? giveUp(variables, settling) : start(variables, settling)));
  } catch (error) {
    await publicationRecords(database).release(next);
    throw error;
  }
  return true;
}

async function start(variables: PublicationVariables, { database, startProcess }: Settling): Promise<void> {
  await startProcess(variables);
  await publicationRecords(database).markStarted(variables.sagaId);
  log.info('Publication started', { offering_id: variables.offeringId, saga_id: variables.sagaId });
}

async function giveUp({ offeringId, sagaId }: PublicationVariables, { database, offerings, now }: Settling): Promise<void> {
  const failure = { code: 'PUBLICATION_NOT_STARTED', message: 'The workflow engine could not be reached before the deadline' };
  await endPublication({ database, offerings, offeringId, sagaId, decide: (current) => revertPublication(current, sagaId, failure, now) });
  log.error('Publication given up', { offering_id: offeringId, saga_id: sagaId, ...failure });
}
