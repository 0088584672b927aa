/** Which offerings use a specification, as their events have told so far. */
import type { Offering } from '@catalog/contracts';
import { type Database, replica } from '@catalog/postgres';

export function offeringReferences(database: Database) {
  const offerings = replica<Offering>(database, 'offering_replicas');
  return {
    apply: offerings.apply,
    using: (specificationId: string): Promise<string[]> => offerings.referencing('specification_ids', specificationId),
  };
}
