/** Repairs publications whose process is gone: looks into each that went quiet, until the engine has brought it to its end. */
import { gauge, log, onBehalfOf } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { Camunda } from '@catalog/saga-worker';
import { type Repeated, repeatedly } from '@catalog/timing';
import { type ClaimedToSettle, publicationRecords } from '../offering/index.ts';
import { starterRhythm } from '../starter-rhythm.ts';

type Engine = Pick<Camunda, 'status' | 'undo'>;
type Repair = {
  database: Database;
  engine: Engine;
  /** How long a publication is left alone before it is looked into, and then again; a round comes as often. */
  quietSeconds: number;
  /** For offerings whose publication is not on record. */
  deadlineSeconds: number;
};

const ROUND_LIMIT = 500;
const LOST = { failureCode: 'PUBLICATION_LOST', failureMessage: 'The workflow engine lost this publication; it can be published again' };

export const startPublicationRepair = (repair: Repair): Repeated =>
  repeatedly({
    everyMs: repair.quietSeconds * 1_000,
    pauseFirst: true,
    stopLimitMs: starterRhythm.stopLimitMs,
    work: (stopped) => repairPublications(repair, stopped),
    onFailure: (error) => log.warn('Publications not looked into', { error }),
  });

/** One round. Several replicas may do this at once: each takes other rows. */
export async function repairPublications(repair: Repair, signal?: AbortSignal): Promise<void> {
  const { database, deadlineSeconds } = repair;
  overdue.set(await publicationRecords(database).countOverdue());
  for (const offering of await publicationRecords(database).unrecorded()) {
    log.error('Offering is PUBLISHING without a publication', { offering_id: offering.id, saga_id: offering.saga_id });
    await publicationRecords(database).record(offering, deadlineSeconds);
  }
  for (let done = 0; done < ROUND_LIMIT && !signal?.aborted && (await settleNext(repair)); done += 1);
}

const overdue = gauge({
  name: 'publications_overdue',
  help: 'Offerings that are PUBLISHING though the deadline of their publication has passed',
});

/** False when there is none, or the engine, asked with no transaction open, does not answer: then the others are left to the next round. */
async function settleNext({ database, engine, quietSeconds }: Repair): Promise<boolean> {
  const next = await publicationRecords(database).claimToSettle(quietSeconds);
  if (!next) return false;
  const { sagaId, offeringId } = next.variables;
  const isSettled = await onBehalfOf(next.variables, () =>
    settle(next, engine).catch((error: unknown) => {
      log.warn('Publication not looked into', { offering_id: offeringId, saga_id: sagaId, error });
      return undefined;
    }),
  );
  await (isSettled ? publicationRecords(database).markSettled(sagaId) : publicationRecords(database).release(next));
  return isSettled !== undefined;
}

/** Whatever is left is undone by a process of its own, which decides about the offering first: published it stays published. */
async function settle({ variables, is_publishing }: ClaimedToSettle, engine: Engine): Promise<boolean> {
  const status = await engine.status(variables.sagaId);
  if (status === 'completed' && !is_publishing) return true;
  if (status !== 'running') await engine.undo(variables, LOST);
  return false;
}
