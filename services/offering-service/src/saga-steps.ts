/** What the offering service does in a publication: confirm it, or decide that it has failed. */
import { publicationSaga, Rejection } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';
import type { Step } from '@catalog/saga-worker';
import { confirmPublication, outcomeOf, revertPublication } from './offering.ts';
import { offerings } from './offerings.ts';

type Steps = { 'confirm-publication': Step<'confirm-publication'>; 'revert-offering': Step<'revert-offering'> };

const saga = publicationSaga('offering-service');

export const sagaSteps = ({ database, now }: { database: Database; now: () => string }): Steps => ({
  'confirm-publication': ({ offeringId, sagaId }) =>
    database.transaction(async (tx) => {
      const offering = await offerings(tx, saga).change(offeringId, (current) => confirmPublication(current, sagaId, now()));
      await end(tx, sagaId);
      return { publishedAt: offering.published_at! };
    }),

  'revert-offering': ({ offeringId, sagaId, failureCode, failureMessage }) =>
    database.transaction(async (tx) => {
      const failure = { code: failureCode ?? 'PUBLICATION_FAILED', message: failureMessage ?? 'The publication failed' };
      const outcome = await offerings(tx, saga).change(offeringId, (current) => revertPublication(current, sagaId, failure, now()))
        .then((offering) => outcomeOf(offering, sagaId))
        .catch(draftIfDeleted);
      await end(tx, sagaId);
      return { outcome };
    }),
});

// A draft may be deleted as soon as it is one again, before a repetition of this step.
function draftIfDeleted(error: unknown): 'DRAFT' {
  if (error instanceof Rejection && error.code === 'NOT_FOUND') return 'DRAFT';
  throw error;
}

const end = (tx: Database, sagaId: string): Promise<unknown> =>
  tx.query(sql.type(row())`update publications set ended_at = coalesce(ended_at, now()) where saga_id = ${sagaId}`);
