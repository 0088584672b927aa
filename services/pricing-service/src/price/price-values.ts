/** The values that each price had, and when: a row from each change of value, currency or unit to the next. */
import type { PageRequest, Price, PriceValue } from '@catalog/contracts';
import { type Change, type Database, pageWindow, row, sql } from '@catalog/postgres';

type ValuesQuery = PageRequest & { at?: string; from?: string; until?: string };

const LOOKED_BACK_DAYS = 30;

export const priceValues = (database: Database) => ({
  /** Goes with every change of a price. */
  async follow({ kind, before, after }: Change<Price>): Promise<void> {
    const isSame = before?.value === after.value && before.currency === after.currency && before.unit === after.unit;
    if (kind === 'deleted') await database.query(end(after.id, sql.fragment`now()`));
    else if (!isSame) {
      await database.query(end(after.id, sql.fragment`${after.updated_at}::timestamptz`));
      await database.query(begin(after));
    }
  },

  /** The lowest value of the 30 days up to now, as it is now included, in the present currency and unit. */
  lowestOf: ({ id, currency, unit }: Price, now: string): Promise<number> =>
    database.oneFirst(sql.type(row<{ lowest: number }>())`
      select min(value) as lowest from price_values
      where price_id = ${id} and currency = ${currency} and unit = ${unit} and valid_until is distinct from valid_from
        and coalesce(valid_until, 'infinity') > ${now}::timestamptz - make_interval(days => ${LOOKED_BACK_DAYS})`),

  async list(priceId: string, { at, from = at, until, ...page }: ValuesQuery): Promise<{ total: number; items: PriceValue[] }> {
    const conditions = [
      sql.fragment`price_id = ${priceId} and valid_until is distinct from valid_from`,
      ...(from === undefined ? [] : [sql.fragment`coalesce(valid_until, 'infinity') > ${from}`]),
      ...(until === undefined ? [] : [sql.fragment`valid_from < ${until}`]),
      ...(at === undefined ? [] : [sql.fragment`valid_from <= ${at}`]),
    ];
    const where = sql.join(conditions, sql.fragment` and `);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from price_values where ${where}`);
    const items = await database.any(sql.type(row<PriceValue>())`
      select value, currency, unit, valid_from, valid_until
      from price_values where ${where} order by valid_from desc ${pageWindow(page)}`);
    return { total, items: [...items] };
  },

  /** Also of a deleted price. */
  isKnown: (priceId: string): Promise<boolean> =>
    database.oneFirst(sql.type(row<{ known: boolean }>())`
      select exists (select from price_values where price_id = ${priceId}) as known`),
});

/** Never before it began: clocks of replicas differ a little. */
const end = (priceId: string, at: ReturnType<typeof sql.fragment>) => sql.type(row())`
  update price_values set valid_until = greatest(valid_from, ${at}) where price_id = ${priceId} and valid_until is null`;

const begin = ({ id, version, value, currency, unit, updated_at }: Price) => sql.type(row())`
  insert into price_values (price_id, version, value, currency, unit, valid_from)
  select ${id}, ${version}, ${value}, ${currency}, ${unit}, greatest(max(valid_until), ${updated_at}::timestamptz)
  from price_values where price_id = ${id}`;
