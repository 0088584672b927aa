/** The values of prices of before they were recorded, as far as the history tells; what is older counts from when the price was created. */
import type { HistoryEntry, Price } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';

type Known = Pick<Price, 'value' | 'currency' | 'unit'>;
type Value = Known & { version: number; valid_from: string; valid_until: string | null };
type Entry = Pick<HistoryEntry, 'version' | 'changes' | 'at'>;

const PRICES_AT_ONCE = 500;

export default async function recordKnownValues(tx: Database): Promise<void> {
  for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
    const prices = await tx.any(sql.type(row<Price>())`
      select id, value, currency, unit, version, created_at from prices where id > ${last} order by id limit ${PRICES_AT_ONCE}`);
    if (prices.length === 0) return;
    await record(tx, prices);
    last = prices.at(-1)!.id;
  }
}

async function record(tx: Database, prices: readonly Price[]): Promise<void> {
  const ids = prices.map(({ id }) => id);
  const history = await tx.any(sql.type(row<Entry & { entity_id: string }>())`
    select entity_id, version, changes, at from history
    where entity_id = any(${sql.array(ids, 'uuid')}) and change in ('PriceCreated', 'PriceUpdated') order by version desc`);
  const entries = Map.groupBy(history, ({ entity_id }) => entity_id);
  for (const price of prices) for (const value of valuesOf(price, entries.get(price.id) ?? [])) await tx.query(insert(price.id, value));
}

/** Backwards from what the price is now; `entries` are the newest first. */
function valuesOf({ value, currency, unit, created_at }: Price, entries: readonly Entry[]): Value[] {
  const values: Value[] = [];
  let known: Known = { value, currency, unit };
  let valid_until: string | null = null;
  for (const { version, changes, at } of entries) {
    const told = changes.filter(({ field }) => field in known);
    if (told.length === 0) continue;
    values.push({ ...known, version, valid_from: at, valid_until });
    if (told.some(({ from }) => from === null)) return values;
    known = { ...known, ...(Object.fromEntries(told.map(({ field, from }) => [field, from])) as Partial<Known>) };
    valid_until = at;
  }
  return valid_until !== null && valid_until <= created_at
    ? values
    : [...values, { ...known, version: 1, valid_from: created_at, valid_until }];
}

const insert = (priceId: string, { version, value, currency, unit, valid_from, valid_until }: Value) => sql.type(row())`
  insert into price_values (price_id, version, value, currency, unit, valid_from, valid_until)
  values (${priceId}, ${version}, ${value}, ${currency}, ${unit}, ${valid_from}, ${valid_until})
  on conflict do nothing`;
