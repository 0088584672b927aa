/** Specifications in Postgres. */
import { Rejection, type Specification, type SpecificationEvent } from '@catalog/contracts';
import { aggregate, type Database, row, sql } from '@catalog/postgres';
import type { SpecificationQuery } from './api.ts';

export const specifications = aggregate<Specification, SpecificationEvent, SpecificationQuery>({
  name: 'specification',
  table: 'specifications',
  columns: { name: 'varchar', characteristic_ids: 'uuid[]', invalid: 'boolean' },
  filters: ({ characteristic_id, invalid }) => [
    characteristic_id && listing(characteristic_id),
    invalid === undefined ? undefined : sql.fragment`invalid = ${invalid}`,
  ],
  unique: {
    specifications_name_unique: ({ name }) =>
      new Rejection('NAME_TAKEN', `There is already a specification named ${name}`, { field: 'name' }),
  },
  statusOf: ({ invalid }) => (invalid ? 'INVALID' : 'VALID'),
});

export const idsListing = (database: Database, characteristicId: string): Promise<readonly string[]> =>
  database.anyFirst(sql.type(row<{ id: string }>())`select id from specifications where ${listing(characteristicId)} order by id`);

const listing = (characteristicId: string) => sql.fragment`characteristic_ids @> ${sql.array([characteristicId], 'uuid')}`;
