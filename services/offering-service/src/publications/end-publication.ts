/** Ends a publication, as `decide` says, together with what becomes of its offering; repeated, it changes and counts nothing. */
import { type Actor, type Offering, openRevision, publicationSaga } from '@catalog/contracts';
import { counter, histogram } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { type OfferingStore, publicationRecords } from '../offering/index.ts';
import { type OfferingDecision, outcomeOf } from '../rules/index.ts';

type Ending = {
  database: Database;
  offerings: OfferingStore;
  offeringId: string;
  sagaId: string;
  decide: (current: Offering) => OfferingDecision | undefined;
  /** The saga itself, unless somebody else ends it. */
  actor?: Actor;
};

export async function endPublication({ database, offerings, offeringId, sagaId, decide, actor = saga }: Ending): Promise<Offering> {
  const { seconds, offering } = await database.transaction(async (tx) => ({
    seconds: await publicationRecords(tx).markEnded(sagaId),
    offering: await offerings(tx, actor).change(offeringId, decide),
  }));
  if (seconds !== null) count(nameOf(offering, sagaId), seconds);
  return offering;
}

const saga = publicationSaga('offering-service');

type Outcome = 'published' | 'cancelled' | 'failed';

function nameOf(offering: Offering, sagaId: string): Outcome {
  if (outcomeOf(offering, sagaId) === 'PUBLISHED') return 'published';
  return openRevision(offering)?.last_publication_error?.code === 'PUBLICATION_CANCELLED' ? 'cancelled' : 'failed';
}

const total = counter({ name: 'publications_total', help: 'Publications by how they ended', labels: ['outcome'] });
const duration = histogram({
  name: 'publication_seconds',
  help: 'From the request for a publication to its end',
  labels: ['outcome'],
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
});

function count(outcome: Outcome, seconds: number): void {
  total.inc({ outcome });
  duration.observe({ outcome }, seconds);
}
