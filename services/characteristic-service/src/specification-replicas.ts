/** Which specifications use a characteristic, as their events have told so far. */
import type { Specification } from '@catalog/contracts';
import { type Database, replica } from '@catalog/postgres';

export function specificationReferences(database: Database) {
  const specifications = replica<Specification>(database, 'specification_replicas');
  return {
    apply: specifications.apply,
    using: (characteristicId: string): Promise<string[]> => specifications.referencing('characteristic_ids', characteristicId),
  };
}
