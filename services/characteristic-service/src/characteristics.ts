/** Characteristics in Postgres: a change is decided on the locked row and stored with its event; there is no other way to write. */
import { type Characteristic, type PageRequest, Rejection, windowOf } from '@catalog/contracts';
import { appendEvent, type Database, inAnyCase, listFilter, row, sql, textFilter, uniqueViolation } from '@catalog/postgres';
import type { CharacteristicQuery, sortings } from './api.ts';
import type { Decision } from './characteristic.ts';

export const characteristics = (database: Database) => ({
  /** Refuses with NOT_FOUND. */
  async get(id: string): Promise<Characteristic> {
    return found(await database.maybeOne(sql.type(row<Characteristic>())`select ${columns} from characteristics where id = ${id}`), id);
  },

  async list(query: CharacteristicQuery & PageRequest): Promise<{ total: number; items: Characteristic[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from characteristics where ${where}`);
    const items = await database.any(sql.type(row<Characteristic>())`
      select ${columns} from characteristics where ${where} order by ${orderings[query.sort]}, id limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },

  create: (decision: NonNullable<Decision>): Promise<Characteristic> =>
    database.transaction(async (tx) => store(tx, decision)),

  /** Refuses with NOT_FOUND, or as `decide` does. */
  change: (id: string, decide: (current: Characteristic, tx: Database) => Decision | Promise<Decision>): Promise<Characteristic> =>
    database.transaction(async (tx) => {
      const current = found(await tx.maybeOne(sql.type(row<Characteristic>())`
        select ${columns} from characteristics where id = ${id} for update`), id);
      const decision = await decide(current, tx);
      return decision ? store(tx, decision) : current;
    }),
});

function found(characteristic: Characteristic | null, id: string): Characteristic {
  if (!characteristic) throw new Rejection('NOT_FOUND', `There is no characteristic ${id}`);
  return characteristic;
}

async function store(tx: Database, { characteristic, event }: NonNullable<Decision>): Promise<Characteristic> {
  await (event === 'CharacteristicDeleted' ? remove(tx, characteristic.id) : write(tx, characteristic));
  await appendEvent(tx, { type: event, payload: characteristic });
  return characteristic;
}

const remove = (tx: Database, id: string): Promise<unknown> => tx.query(sql.type(row())`delete from characteristics where id = ${id}`);

async function write(tx: Database, characteristic: Characteristic): Promise<void> {
  const { id, name, attribute, value, unit_of_measure, version, created_at, updated_at } = characteristic;
  try {
    await tx.query(sql.type(row())`
      insert into characteristics (id, name, attribute, value, unit_of_measure, version, created_at, updated_at)
      values (${id}, ${name}, ${attribute}, ${value}, ${unit_of_measure}, ${version}, ${created_at}, ${updated_at})
      on conflict (id) do update set
        name = excluded.name, attribute = excluded.attribute, value = excluded.value, unit_of_measure = excluded.unit_of_measure,
        version = excluded.version, updated_at = excluded.updated_at`);
  } catch (error) {
    if (uniqueViolation(error) !== 'characteristics_name_unique') throw error;
    throw new Rejection('NAME_TAKEN', `There is already a characteristic named ${name}`, { field: 'name' });
  }
}

const filter = ({ attribute, unit_of_measure, ...query }: CharacteristicQuery) =>
  listFilter(query, [
    textFilter(attribute, (text) => sql.fragment`${inAnyCase(sql.fragment`attribute`)} = ${inAnyCase(text)}`),
    unit_of_measure && sql.fragment`unit_of_measure = ${unit_of_measure}`,
  ]);

const orderings: Record<(typeof sortings)[number], ReturnType<typeof sql.fragment>> = {
  id: sql.fragment`id`,
  name: sql.fragment`name collate "und-x-icu"`,
  '-name': sql.fragment`name collate "und-x-icu" desc`,
  attribute: sql.fragment`attribute collate "und-x-icu"`,
  '-attribute': sql.fragment`attribute collate "und-x-icu" desc`,
  created_at: sql.fragment`created_at`,
  '-created_at': sql.fragment`created_at desc`,
  updated_at: sql.fragment`updated_at`,
  '-updated_at': sql.fragment`updated_at desc`,
};

const columns = sql.fragment`id, name, attribute, value, unit_of_measure, version, created_at, updated_at`;
