/** What the offering service does in a publication: confirm it, or decide that it has failed. */
import { type Offering, Rejection } from '@catalog/contracts';
import type { Database } from '@catalog/postgres';
import type { Step } from '@catalog/saga-worker';
import { type OfferingStore, revisionRecords } from '../offering/index.ts';
import { confirmPublication, outcomeOf, revertPublication } from '../rules/index.ts';
import { endPublication } from './end-publication.ts';

type Steps = { 'confirm-publication': Step<'confirm-publication'>; 'revert-offering': Step<'revert-offering'> };
type Needs = { database: Database; offerings: OfferingStore; now: () => string };

export const sagaSteps = ({ database, offerings, now }: Needs): Steps => ({
  'confirm-publication': async ({ offeringId, sagaId }) => {
    // Repeated late: the next revision may be published by now.
    const before = await revisionRecords(database).publishedBy(sagaId);
    if (before !== null) return { publishedAt: before };
    const decide = (current: Offering) => confirmPublication(current, sagaId, now());
    const offering = await endPublication({ database, offerings, offeringId, sagaId, decide });
    return { publishedAt: offering.published_at! };
  },

  'revert-offering': async ({ offeringId, sagaId, failureCode, failureMessage }) => {
    if ((await revisionRecords(database).publishedBy(sagaId)) !== null) return { outcome: 'PUBLISHED' };
    const failure = { code: failureCode ?? 'PUBLICATION_FAILED', message: failureMessage ?? 'The publication failed' };
    const decide = (current: Offering) => revertPublication(current, sagaId, failure, now());
    const outcome = await endPublication({ database, offerings, offeringId, sagaId, decide })
      .then((offering) => outcomeOf(offering, sagaId))
      .catch(draftIfDeleted);
    return { outcome };
  },
});

// A draft may be deleted as soon as it is one again, before a repetition of this step.
function draftIfDeleted(error: unknown): 'DRAFT' {
  if (error instanceof Rejection && error.code === 'NOT_FOUND') return 'DRAFT';
  throw error;
}
