/** Prices in Postgres: a change is decided on the locked row and stored together with its event and history; there is no other way to write. */
import { type Actor, type HistoryEntry, type PageRequest, type Price, Rejection, windowOf } from '@catalog/contracts';
import { appendEvent, appendHistory, type Database, historyOf, listFilter, row, sql, uniqueViolation } from '@catalog/postgres';
import type { PriceQuery, sortings } from './api.ts';
import { type Decision, lockPrice, unlockPrice } from './price.ts';

export type Prices = ReturnType<typeof prices>;

/** `actor` is on whose behalf they are changed. */
export const prices = (database: Database, actor: Actor) => ({
  /** Refuses with NOT_FOUND. */
  async get(id: string): Promise<Price> {
    return found(await database.maybeOne(sql.type(row<Price>())`select ${columns} from prices where id = ${id}`), id);
  },

  async list(query: PriceQuery): Promise<{ total: number; items: Price[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from prices where ${where}`);
    const items = await database.any(sql.type(row<Price>())`
      select ${columns} from prices where ${where} order by ${orderings[query.sort]}, id limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },

  /** The newest first; also of a price that was deleted. Refuses with NOT_FOUND. */
  async history(id: string, page: PageRequest): Promise<{ total: number; items: HistoryEntry[] }> {
    const history = await historyOf(database, id, windowOf(page));
    if (history.total === 0) throw new Rejection('NOT_FOUND', `There is no price ${id}`);
    return history;
  },

  create: (decision: NonNullable<Decision>): Promise<Price> =>
    database.transaction(async (tx) => store(tx, { ...decision, actor })),

  /** Refuses with NOT_FOUND, or as `decide` does. */
  change: (id: string, decide: (current: Price, tx: Database) => Decision | Promise<Decision>): Promise<Price> =>
    database.transaction(async (tx) => {
      const current = found(await tx.maybeOne(sql.type(row<Price>())`select ${columns} from prices where id = ${id} for update`), id);
      const decision = await decide(current, tx);
      return decision ? store(tx, { ...decision, before: current, actor }) : current;
    }),

  /** All or none. Refuses with INVALID_REFERENCE naming every id that does not exist, and with WRONG_STATE once the saga's locks were released. */
  lockAll: (ids: readonly string[], sagaId: string): Promise<void> =>
    database.transaction(async (tx) => {
      if ((await releasedAt(tx, sagaId)) !== null) {
        throw new Rejection('WRONG_STATE', 'This publication has ended: its prices are not locked again', { saga_id: sagaId });
      }
      const current = await tx.any(sql.type(row<Price>())`
        select ${columns} from prices where id = any(${sql.array(ids, 'uuid')}) order by id for update`);
      const missing = ids.filter((id) => !current.some((price) => price.id === id));
      if (missing.length > 0) throw new Rejection('INVALID_REFERENCE', 'Some prices do not exist', { field: 'pricing_ids', invalid_ids: missing });
      for (const before of current) await storeIfDecided(tx, lockPrice(before, sagaId), { before, actor });
    }),

  /** Removes every lock of the saga, and marks it so that a late lock changes nothing. */
  releaseAll: (sagaId: string): Promise<void> =>
    database.transaction(async (tx) => {
      await releasedAt(tx, sagaId);
      await tx.query(sql.type(row())`update publication_sagas set released_at = coalesce(released_at, now()) where saga_id = ${sagaId}`);
      const locked = await tx.any(sql.type(row<Price>())`
        select ${columns} from prices where locked and locked_by_saga_ids @> ${sql.array([sagaId], 'uuid')} order by id for update`);
      for (const before of locked) await storeIfDecided(tx, unlockPrice(before, sagaId), { before, actor });
    }),
});

function found(price: Price | null, id: string): Price {
  if (!price) throw new Rejection('NOT_FOUND', `There is no price ${id}`);
  return price;
}

type Circumstances = { before?: Price; actor: Actor };

async function storeIfDecided(tx: Database, decision: Decision, circumstances: Circumstances): Promise<void> {
  if (decision) await store(tx, { ...decision, ...circumstances });
}

async function store(tx: Database, { price, event, before, actor }: NonNullable<Decision> & Circumstances): Promise<Price> {
  const isDeleted = event === 'PriceDeleted';
  await (isDeleted ? remove(tx, price.id) : write(tx, price));
  await appendEvent(tx, { type: event, payload: price });
  const status = { from: before ? statusOf(before) : null, to: isDeleted ? null : statusOf(price) };
  await appendHistory(tx, { change: event, before, after: price, status, actor });
  return price;
}

const statusOf = ({ locked }: Price): string => (locked ? 'LOCKED' : 'UNLOCKED');

/** The row of the saga, locked: a lock and a release of one saga never run at once. */
async function releasedAt(tx: Database, sagaId: string): Promise<string | null> {
  await tx.query(sql.type(row())`insert into publication_sagas (saga_id) values (${sagaId}) on conflict do nothing`);
  return tx.oneFirst(sql.type(row<{ released_at: string | null }>())`
    select released_at from publication_sagas where saga_id = ${sagaId} for update`);
}

const remove = (tx: Database, id: string): Promise<unknown> => tx.query(sql.type(row())`delete from prices where id = ${id}`);

async function write(tx: Database, price: Price): Promise<void> {
  try {
    await tx.query(sql.type(row())`
      insert into prices (id, name, value, unit, currency, locked_by_saga_ids, version, created_at, updated_at)
      values (
        ${price.id}, ${price.name}, ${price.value}, ${price.unit}, ${price.currency},
        ${sql.array(price.locked_by_saga_ids, 'uuid')}, ${price.version}, ${price.created_at}, ${price.updated_at}
      )
      on conflict (id) do update set
        name = excluded.name, value = excluded.value, unit = excluded.unit, currency = excluded.currency,
        locked_by_saga_ids = excluded.locked_by_saga_ids, version = excluded.version, updated_at = excluded.updated_at`);
  } catch (error) {
    if (uniqueViolation(error) !== 'prices_name_unique') throw error;
    throw new Rejection('NAME_TAKEN', `There is already a price named ${price.name}`, { field: 'name' });
  }
}

const filter = ({ currency, ...query }: PriceQuery) =>
  listFilter(query, [
    currency && sql.fragment`currency = ${currency}`,
  ]);

const orderings: Record<(typeof sortings)[number], ReturnType<typeof sql.fragment>> = {
  id: sql.fragment`id`,
  name: sql.fragment`name collate "und-x-icu"`,
  '-name': sql.fragment`name collate "und-x-icu" desc`,
  value: sql.fragment`value`,
  '-value': sql.fragment`value desc`,
  created_at: sql.fragment`created_at`,
  '-created_at': sql.fragment`created_at desc`,
  updated_at: sql.fragment`updated_at`,
  '-updated_at': sql.fragment`updated_at desc`,
};

const columns = sql.fragment`id, name, value, unit, currency, locked, locked_by_saga_ids, version, created_at, updated_at`;
