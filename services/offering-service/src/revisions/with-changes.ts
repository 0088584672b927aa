/** Tells of published offerings whether what they refer to has changed since customers first saw it. */
import { contentOf, type Offering } from '@catalog/contracts';
import type { Database } from '@catalog/postgres';
import { fullReferences } from '../catalog-lookups.ts';
import { revisionRecords } from '../offering/index.ts';
import type { OfferingDetail } from '../offering-bodies.ts';
import { differencesBetween, isComplete, snapshotOf } from '../rules/index.ts';

export async function withChanges(database: Database, offerings: readonly Offering[]): Promise<OfferingDetail[]> {
  const published = offerings.filter(({ lifecycle_status }) => lifecycle_status === 'PUBLISHED');
  if (published.length === 0) return [...offerings];
  const records = new Map((await revisionRecords(database).current(published)).map((record) => [record.offering_id, record]));
  const listed = (field: 'specification_ids' | 'pricing_ids') => [...new Set(published.flatMap((offering) => offering[field]))];
  const references = await fullReferences(database, {
    specification_ids: listed('specification_ids'),
    pricing_ids: listed('pricing_ids'),
  });
  return offerings.map((offering) => {
    const record = records.get(offering.id);
    if (!record || !isComplete(record.snapshot)) return offering;
    const now = { content: contentOf(offering), snapshot: snapshotOf(offering, references) };
    return { ...offering, changed_since_publish: differencesBetween(record, now).length > 0 };
  });
}
