/** A local copy of what another service owns, built from its events: the newest version wins, and what was deleted stays deleted. */
import type { Event } from '@catalog/contracts';
import { countReplicaLookups } from '@catalog/observability';
import { type Database, row, sql } from './connection/index.ts';

type Versioned = { id: string; version: number };

/** `table` has the columns id, version, deleted, state and changed_at; the caller's migration makes it, with the indexes it needs. */
export function replica<State extends Versioned>(database: Database, table: string) {
  const name = sql.identifier([table]);
  const put = async (state: State, deleted: boolean): Promise<void> =>
    void (await database.query(sql.type(row())`
    insert into ${name} (id, version, deleted, state)
    values (${state.id}, ${state.version}, ${deleted}, ${JSON.stringify(state)}::jsonb)
    on conflict (id) do update set version = excluded.version, deleted = excluded.deleted, state = excluded.state, changed_at = now()
    where ${name}.version < excluded.version`));

  const find = async (ids: readonly string[]): Promise<State[]> => {
    const found = await database.any(sql.type(row<{ state: State }>())`
      select state from ${name} where id = any(${sql.array(ids, 'uuid')}) and not deleted`);
    return found.map(({ state }) => state);
  };

  const unknownIds = async (ids: readonly string[]): Promise<string[]> => {
    const found = await database.any(sql.type(row<{ id: string }>())`
      select id from unnest(${sql.array(ids, 'uuid')}) as wanted (id) where not exists (select from ${name} where ${name}.id = wanted.id)`);
    return found.map(({ id }) => id);
  };

  return {
    /** Takes any event of the aggregate, in any order, any number of times. */
    apply: (event: Event<string, State>) => put(event.payload, event.event_type.endsWith('Deleted')),

    /** The newest that is known of one, deleted or not; until the transaction ends, whoever would change it waits. */
    newest: (id: string): Promise<{ version: number; state: State } | null> =>
      database.maybeOne(sql.type(row<{ version: number; state: State }>())`
        select version, state from ${name} where id = ${id} for update`),

    /** Those of the ids that exist, in no particular order. */
    find,

    /** Like `find`; the owner is asked, once, for those whose events have not arrived yet. What was deleted is not asked for again. */
    async findOrFetch(ids: readonly string[], fetch: (ids: string[]) => Promise<State[]>): Promise<State[]> {
      const unknown = await unknownIds(ids);
      countReplicaLookups(table, { hits: ids.length - unknown.length, misses: unknown.length });
      if (unknown.length > 0) for (const state of await fetch(unknown)) await put(state, false);
      return find(ids);
    },

    /** Like `find`; until the transaction ends, events that would change or delete them wait, so what is decided on them stays true. */
    hold: async (ids: readonly string[]): Promise<State[]> => {
      const held = await database.any(sql.type(row<{ state: State }>())`
        select state from ${name} where id = any(${sql.array(ids, 'uuid')}) and not deleted order by id for share`);
      return held.map(({ state }) => state);
    },

    /** Ids of those whose list `field` contains `id`: the first 100, unless more are asked for; null: all. */
    referencing: async (field: keyof State & string, id: string, atMost: number | null = 100): Promise<string[]> => {
      const found = await database.any(sql.type(row<{ id: string }>())`
        select id from ${name} where state -> ${sql.literalValue(field)} ? ${id} and not deleted order by id limit ${atMost}`);
      return found.map((one) => one.id);
    },
  };
}

export type Replica<State extends Versioned> = ReturnType<typeof replica<State>>;
