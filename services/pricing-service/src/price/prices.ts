/** Prices in Postgres. */
import { type Price, type PriceEvent, Rejection } from '@catalog/contracts';
import { aggregate, sql } from '@catalog/postgres';
import type { PriceQuery } from '../api.ts';
import { priceChanges } from './price-changes.ts';
import { priceValues } from './price-values.ts';

export const prices = aggregate<Price, PriceEvent, PriceQuery>({
  name: 'price',
  table: 'prices',
  columns: {
    name: 'varchar',
    value: 'numeric',
    unit: 'varchar',
    currency: 'varchar',
    charge: 'jsonb',
    reduced: 'jsonb',
    locked: 'generated',
    locked_by_saga_ids: 'uuid[]',
  },
  filters: ({ currency, charge_type }) => [
    currency && sql.fragment`currency = ${currency}`,
    charge_type && sql.fragment`charge ->> 'type' = ${charge_type}`,
  ],
  unique: {
    prices_name_unique: ({ name }) => new Rejection('NAME_TAKEN', `There is already a price named ${name}`, { field: 'name' }),
  },
  statusOf: ({ locked }) => (locked ? 'LOCKED' : 'UNLOCKED'),
  async afterEach(change, tx) {
    await priceValues(tx).follow(change);
    if (change.kind === 'deleted') await priceChanges(tx).cancelAll(change.after.id);
  },
});
