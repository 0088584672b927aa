/** Answers the operations on categories. */
import type { Category } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api } from '../api.ts';
import type { categoryOperations } from '../category-operations.ts';
import { changeCategory, createCategory, deleteCategory } from '../rules/index.ts';
import { categoryStore } from './category-store.ts';
import { categoryUses } from './category-uses.ts';

type CategoryHandlers = Pick<Handlers<typeof api>, keyof typeof categoryOperations>;

export const categoryHandlers = ({ database, now }: { database: Database; now: () => string }): CategoryHandlers => ({
  createCategory: ({ body, caller, idempotency }) =>
    idempotently(database, idempotency, async (tx) => {
      const category = await categoryStore(tx, caller).create((tree) => createCategory(body, tree, { id: randomUUID(), now: now() }));
      return { status: 201, body: category, headers: { Location: `/api/v1/categories/${category.id}`, ETag: etagOf(category.version) } };
    }),

  listCategories: async ({ query, path, caller }) => pageReply(await categoryStore(database, caller).list(query), { path, query }),

  getCategory: async ({ params, caller }) => shown(await categoryStore(database, caller).get(params.id)),

  getCategoryHistory: async ({ params, query, path, caller }) =>
    pageReply(await categoryStore(database, caller).history(params.id, query), { path, query }),

  replaceCategory: async ({ params, body, caller, preconditions }) =>
    shown(
      await categoryStore(database, caller).change(params.id, (current, tree) => {
        requireMatch(preconditions, etagOf(current.version));
        return changeCategory(current, body, tree, now());
      }),
    ),

  deleteCategory: async ({ params, caller, preconditions }) => {
    await categoryStore(database, caller).change(params.id, async (current, _, tx) => {
      requireMatch(preconditions, etagOf(current.version));
      return deleteCategory(current, await categoryUses(tx, current.id), now());
    });
    return { status: 204 };
  },
});

const shown = (category: Category) => ({ status: 200 as const, body: category, headers: { ETag: etagOf(category.version) } });
