/** Gadgets in Postgres. */
import { Rejection } from '@catalog/contracts';
import { aggregate } from '@catalog/postgres';
import type { Gadget, GadgetQuery } from './api.ts';
import type { GadgetChange } from './rules/index.ts';

export const gadgets = aggregate<Gadget, GadgetChange, GadgetQuery>({
  name: 'gadget',
  table: 'gadgets',
  columns: { name: 'varchar' },
  filters: () => [],
  tellsNobody: true,
  unique: {
    gadgets_name_unique: ({ name }) => new Rejection('NAME_TAKEN', `There is already a gadget named ${name}`, { field: 'name' }),
  },
});
