/** Categories in Postgres: who changes them looks at the whole tree, one after the other, so that two moves cannot make a circle. */
import { type Actor, type Category, type CategoryEvent, Rejection } from '@catalog/contracts';
import { aggregate, type Database, row, sql, textFilter } from '@catalog/postgres';
import type { CategoryQuery } from '../category-operations.ts';
import type { CategoryDecision, CategoryTree } from '../rules/index.ts';

const TREE_LOCK = 45;

export const categoryStore = (database: Database, actor: Actor) => {
  // The lock comes before that of the row: nobody waits for the tree who holds what another in the tree waits for.
  const inTurn = <T>(work: (tx: Database, tree: CategoryTree) => Promise<T>): Promise<T> =>
    database.transaction(async (tx) => {
      await tx.query(sql.type(row())`select pg_advisory_xact_lock(${TREE_LOCK})`);
      return work(tx, await treeIn(tx));
    });
  return {
    ...categories(database, actor),

    create: (decide: (tree: CategoryTree) => CategoryDecision): Promise<Category> =>
      inTurn((tx, tree) => categories(tx, actor).create(decide(tree))),

    /** Refuses with NOT_FOUND, or as `decide` does. */
    change: (
      id: string,
      decide: (current: Category, tree: CategoryTree, tx: Database) => CategoryDecision | undefined | Promise<CategoryDecision>,
    ): Promise<Category> => inTurn((tx, tree) => categories(tx, actor).change(id, (current) => decide(current, tree, tx))),
  };
};

const categories = aggregate<Category, CategoryEvent, CategoryQuery>({
  name: 'category',
  table: 'categories',
  columns: { name: 'varchar', parent_id: 'uuid', sort_order: 'numeric', description: 'varchar', external_id: 'varchar' },
  filters: ({ external_id, parent_id, root }) => [
    textFilter(external_id, (text) => sql.fragment`external_id = ${text}`),
    parent_id && sql.fragment`parent_id = ${parent_id}`,
    root === undefined ? undefined : sql.fragment`(parent_id is null) = ${root}`,
  ],
  unique: {
    categories_name_unique: ({ name }) => new Rejection('NAME_TAKEN', `There is already a category named ${name} here`, { field: 'name' }),
    categories_external_id_unique: ({ external_id }) =>
      new Rejection('EXTERNAL_ID_TAKEN', `There is already a category with external_id ${external_id}`, { field: 'external_id' }),
  },
});

async function treeIn(tx: Database): Promise<CategoryTree> {
  const all = await tx.any(sql.type(row<{ id: string; parent_id: string | null }>())`select id, parent_id from categories`);
  return new Map(all.map(({ id, parent_id }) => [id, parent_id]));
}
