/** Cancels a publication: one that was not started yet ends here and now; of one that runs, the engine is told to undo it. */
import { type Actor, type Offering, Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import { type OfferingStore, publicationRecords } from '../offering/index.ts';
import { publishingSaga, revertPublication } from '../rules/index.ts';
import { endPublication } from './end-publication.ts';

/** False when the saga does not run, or is past what can be cancelled. Throws while the engine is away. */
export type CancelSaga = (sagaId: string) => Promise<boolean>;

type Cancellation = {
  database: Database;
  offerings: OfferingStore;
  cancelSaga: CancelSaga;
  offeringId: string;
  caller: Actor;
  now: string;
};

/** Resolves to the id of its saga. Refuses with WRONG_STATE when there is nothing to cancel, or it is too late. */
export async function cancelPublication(cancellation: Cancellation): Promise<string> {
  const { sagaId, isOver } = await endUnlessStarted(cancellation);
  if (!isOver) await cancelOnEngine(sagaId, cancellation.cancelSaga);
  const { offeringId, caller } = cancellation;
  log.info('Publication cancelled', { offering_id: offeringId, saga_id: sagaId, cancelled_by: caller.username });
  return sagaId;
}

type End = { sagaId: string; isOver: boolean };

/** Waits while somebody starts it just now, with no transaction open, and refuses with SERVICE_UNAVAILABLE if that takes long. */
async function endUnlessStarted(cancellation: Cancellation): Promise<End> {
  const deadline = performance.now() + START_AWAITED_MS;
  for (;;) {
    const end = await endIfUnclaimed(cancellation);
    if (end) return end;
    if (performance.now() > deadline) throw new Rejection('SERVICE_UNAVAILABLE', 'This publication is just being started; try again');
    await delay(LOOK_AGAIN_MS);
  }
}

/** Undefined while its start may be under way. */
const endIfUnclaimed = ({ database, offerings, offeringId, caller, now }: Cancellation): Promise<End | undefined> =>
  database.transaction(async (tx) => {
    const publication = await publicationRecords(tx).lockRunning(offeringId);
    const sagaId = publishingSaga(await offerings(tx, caller).get(offeringId));
    if (publication?.is_started !== false) return { sagaId, isOver: false };
    if (publication.is_claimed) return undefined;
    const decide = (current: Offering) => revertPublication(current, sagaId, CANCELLED, now);
    await endPublication({ database: tx, offerings, offeringId, sagaId, actor: caller, decide });
    return { sagaId, isOver: true };
  });

const START_AWAITED_MS = 2_000;
const LOOK_AGAIN_MS = 50;
const CANCELLED = { code: 'PUBLICATION_CANCELLED', message: 'The publication was cancelled before it began' };

async function cancelOnEngine(sagaId: string, cancelSaga: CancelSaga): Promise<void> {
  const isCancelled = await cancelSaga(sagaId).catch((error: unknown) => {
    log.warn('Publication could not be cancelled', { saga_id: sagaId, error });
    throw new Rejection('SERVICE_UNAVAILABLE', 'The workflow engine cannot be reached at the moment; try again');
  });
  if (isCancelled) return;
  throw new Rejection('WRONG_STATE', 'It is too late to cancel this publication: it is being confirmed or undone', { saga_id: sagaId });
}
