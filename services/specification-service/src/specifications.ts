/** Specifications in Postgres: a change is decided on the locked row and stored together with its event; there is no other way to write. */
import { type PageRequest, Rejection, type Specification, windowOf } from '@catalog/contracts';
import { appendEvent, type Database, listFilter, row, sql, uniqueViolation } from '@catalog/postgres';
import type { SpecificationQuery, sortings } from './api.ts';
import type { Decision } from './specification.ts';

export type Specifications = ReturnType<typeof specifications>;

export const specifications = (database: Database) => ({
  /** Refuses with NOT_FOUND. */
  async get(id: string): Promise<Specification> {
    return found(await database.maybeOne(sql.type(row<Specification>())`select ${columns} from specifications where id = ${id}`), id);
  },

  /** Those of the ids that exist, in no particular order. */
  async find(ids: readonly string[]): Promise<readonly Specification[]> {
    return database.any(sql.type(row<Specification>())`select ${columns} from specifications where id = any(${sql.array(ids, 'uuid')})`);
  },

  async idsListing(characteristicId: string): Promise<readonly string[]> {
    return database.anyFirst(sql.type(row<{ id: string }>())`
      select id from specifications where characteristic_ids @> ${sql.array([characteristicId], 'uuid')} order by id`);
  },

  async list(query: SpecificationQuery & PageRequest): Promise<{ total: number; items: Specification[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from specifications where ${where}`);
    const items = await database.any(sql.type(row<Specification>())`
      select ${columns} from specifications where ${where} order by ${orderings[query.sort]}, id limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },

  create: (decision: NonNullable<Decision>): Promise<Specification> =>
    database.transaction(async (tx) => store(tx, decision)),

  /** Refuses with NOT_FOUND, or as `decide` does. */
  change: (id: string, decide: Decide): Promise<Specification> =>
    database.transaction(async (tx) => {
      const current = found(await lock(tx, id), id);
      const decision = await decide(current, tx);
      return decision ? store(tx, decision) : current;
    }),

  /** As `change`; one that is gone by now needs no change. */
  changeIfThere: (id: string, decide: Decide): Promise<void> =>
    database.transaction(async (tx) => {
      const current = await lock(tx, id);
      const decision = current && (await decide(current, tx));
      if (decision) await store(tx, decision);
    }),
});

type Decide = (current: Specification, tx: Database) => Decision | Promise<Decision>;

const lock = (tx: Database, id: string): Promise<Specification | null> =>
  tx.maybeOne(sql.type(row<Specification>())`select ${columns} from specifications where id = ${id} for update`);

function found(specification: Specification | null, id: string): Specification {
  if (!specification) throw new Rejection('NOT_FOUND', `There is no specification ${id}`);
  return specification;
}

async function store(tx: Database, { specification, event }: NonNullable<Decision>): Promise<Specification> {
  await (event === 'SpecificationDeleted' ? remove(tx, specification.id) : write(tx, specification));
  await appendEvent(tx, { type: event, payload: specification });
  return specification;
}

const remove = (tx: Database, id: string): Promise<unknown> => tx.query(sql.type(row())`delete from specifications where id = ${id}`);

async function write(tx: Database, specification: Specification): Promise<void> {
  const { id, name, characteristic_ids, invalid, version, created_at, updated_at } = specification;
  try {
    await tx.query(sql.type(row())`
      insert into specifications (id, name, characteristic_ids, invalid, version, created_at, updated_at)
      values (${id}, ${name}, ${sql.array(characteristic_ids, 'uuid')}, ${invalid}, ${version}, ${created_at}, ${updated_at})
      on conflict (id) do update set
        name = excluded.name, characteristic_ids = excluded.characteristic_ids, invalid = excluded.invalid,
        version = excluded.version, updated_at = excluded.updated_at`);
  } catch (error) {
    if (uniqueViolation(error) !== 'specifications_name_unique') throw error;
    throw new Rejection('NAME_TAKEN', `There is already a specification named ${name}`, { field: 'name' });
  }
}

const filter = ({ characteristic_id, invalid, ...query }: SpecificationQuery) =>
  listFilter(query, [
    characteristic_id && sql.fragment`characteristic_ids @> ${sql.array([characteristic_id], 'uuid')}`,
    invalid === undefined ? undefined : sql.fragment`invalid = ${invalid}`,
  ]);

const orderings: Record<(typeof sortings)[number], ReturnType<typeof sql.fragment>> = {
  id: sql.fragment`id`,
  name: sql.fragment`name collate "und-x-icu"`,
  '-name': sql.fragment`name collate "und-x-icu" desc`,
  created_at: sql.fragment`created_at`,
  '-created_at': sql.fragment`created_at desc`,
  updated_at: sql.fragment`updated_at`,
  '-updated_at': sql.fragment`updated_at desc`,
};

const columns = sql.fragment`id, name, characteristic_ids, invalid, version, created_at, updated_at`;
