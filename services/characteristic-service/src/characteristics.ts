/** Characteristics in Postgres. */
import { type Characteristic, type CharacteristicEvent, Rejection } from '@catalog/contracts';
import { aggregate, alphabetical, inAnyCase, sql, textFilter } from '@catalog/postgres';
import type { CharacteristicQuery } from './api.ts';

export const characteristics = aggregate<Characteristic, CharacteristicEvent, CharacteristicQuery>({
  name: 'characteristic',
  table: 'characteristics',
  columns: { name: 'varchar', attribute: 'varchar', value: 'varchar', unit_of_measure: 'varchar' },
  orderings: { attribute: alphabetical(sql.fragment`attribute`) },
  filters: ({ attribute, unit_of_measure }) => [
    textFilter(attribute, (text) => sql.fragment`${inAnyCase(sql.fragment`attribute`)} = ${inAnyCase(text)}`),
    unit_of_measure && sql.fragment`unit_of_measure = ${unit_of_measure}`,
  ],
  unique: {
    characteristics_name_unique: ({ name }) =>
      new Rejection('NAME_TAKEN', `There is already a characteristic named ${name}`, { field: 'name' }),
  },
});
