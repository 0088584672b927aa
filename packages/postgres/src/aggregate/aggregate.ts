/** Things in a table of their own: a change is decided on the locked row, and stored with its event and history; nothing else writes. */
import { type Actor, type HistoryEntry, type PageRequest, Rejection } from '@catalog/contracts';
import { type Database, type Fragment, row, sql } from '../connection/index.ts';
import { carryOut } from './carry-out.ts';
import { columnNames, type State } from './columns.ts';
import type { Decide, Decision, Definition } from './definition.ts';
import { historyOf } from './history.ts';
import { alphabetical, listFilter, listOrder, type ListQuery, pageWindow } from './list-query.ts';

/** The function it gives takes the database, or a transaction, and on whose behalf things are changed. */
export function aggregate<S extends State, E extends string, Q extends ListQuery>(definition: Definition<S, Q>) {
  const { name, columns, filters } = definition;
  const orderings = { name: alphabetical(sql.fragment`name`), ...definition.orderings };
  const table = sql.identifier([definition.table]);
  const selected = sql.fragment`select ${columnNames(columns)} from ${table}`;
  const notFound = (id: string) => new Rejection('NOT_FOUND', `There is no ${name} ${id}`);

  async function changeWhere(condition: Fragment, decide: Decide<S, E>, { tx, actor }: { tx: Database; actor: Actor }): Promise<S[]> {
    const changed: S[] = [];
    for (const before of await tx.any(sql.type(row<S>())`${selected} where ${condition} order by id for update`)) {
      const decision = await decide(before, tx);
      changed.push(decision ? await carryOut(tx, definition, { before, decision, actor }) : before);
    }
    return changed;
  }

  return (database: Database, actor: Actor) => ({
    /** Refuses with NOT_FOUND. */
    async get(id: string): Promise<S> {
      const found = await database.maybeOne(sql.type(row<S>())`${selected} where id = ${id}`);
      if (!found) throw notFound(id);
      return found;
    },

    /** Those of the ids that exist, in no particular order. */
    find: (ids: readonly string[]): Promise<readonly S[]> =>
      database.any(sql.type(row<S>())`${selected} where id = any(${sql.array(ids, 'uuid')})`),

    async list(query: Q): Promise<{ total: number; items: S[] }> {
      const where = listFilter(query, filters(query));
      const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from ${table} where ${where}`);
      const items = await database.any(sql.type(row<S>())`
        ${selected} where ${where} order by ${listOrder(query.sort, orderings)}, id ${pageWindow(query)}`);
      return { total, items: [...items] };
    },

    /** The newest first; also of what was deleted. Refuses with NOT_FOUND. */
    async history(id: string, page: PageRequest): Promise<{ total: number; items: HistoryEntry[] }> {
      const history = await historyOf(database, id, page);
      if (history.total === 0) throw notFound(id);
      return history;
    },

    create: (decision: Decision<S, E>): Promise<S> =>
      database.transaction((tx) => carryOut(tx, definition, { before: undefined, decision, actor })),

    /** Refuses with NOT_FOUND, or as `decide` does. */
    change: (id: string, decide: Decide<S, E>): Promise<S> =>
      database.transaction(async (tx) => {
        const [changed] = await changeWhere(sql.fragment`id = ${id}`, decide, { tx, actor });
        if (!changed) throw notFound(id);
        return changed;
      }),

    /** Each of those of which the condition holds, or none if one is refused. */
    changeAll: (condition: Fragment, decide: Decide<S, E>): Promise<S[]> =>
      database.transaction((tx) => changeWhere(condition, decide, { tx, actor })),
  });
}
