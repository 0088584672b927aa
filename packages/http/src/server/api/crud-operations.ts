/**
 * The operations that every kind of thing has: create, list, read, history, impact, replace, delete; an API adds what is special about its
 * own.
 */
import { HistoryEntry, Impact, type Role, Uuid } from '@catalog/contracts';
import Type, { type TObject, type TSchema } from 'typebox';
import { Page, pageQuery } from './page.ts';

type Crud<Path extends string, Input extends TSchema, Item extends TSchema, Detail extends TSchema, Query extends TObject> = {
  /** As summaries name one, and many: `a price`, `prices`. */
  one: string;
  many: string;
  path: Path;
  readers: readonly Role[];
  writers: readonly Role[];
  input: Input;
  /** One as a list shows it, and by itself. */
  item: Item;
  detail: Detail;
  query: Query;
};

export function crudOperations<
  const Path extends string,
  Input extends TSchema,
  Item extends TSchema,
  Detail extends TSchema,
  Query extends TObject,
>({ one, many, path, readers, writers, input, item, detail, query }: Crud<Path, Input, Item, Detail, Query>) {
  const params = Type.Object({ id: Uuid });
  const ofOne = { path: `${path}/{id}` as const, params };
  return {
    create: { method: 'POST', path, summary: `Create ${one}`, access: writers, body: input, replies: { 201: detail }, idempotent: true },
    list: { method: 'GET', path, summary: `List ${many}`, access: readers, query, replies: { 200: Page(item) } },
    get: { method: 'GET', ...ofOne, summary: `Read ${one}`, access: readers, replies: { 200: detail } },
    history: {
      method: 'GET',
      path: `${path}/{id}/history`,
      params,
      summary: `What was done to ${one}, and by whom`,
      access: readers,
      query: Type.Object(pageQuery),
      replies: { 200: Page(HistoryEntry) },
    },
    impact: {
      method: 'GET',
      path: `${path}/{id}/impact`,
      params,
      summary: `How many offerings show ${one}, and which`,
      access: readers,
      replies: { 200: Impact },
    },
    replace: { method: 'PUT', ...ofOne, summary: `Change ${one}`, access: writers, body: input, replies: { 200: detail } },
    remove: { method: 'DELETE', ...ofOne, summary: `Delete ${one}`, access: writers, replies: { 204: null } },
  } as const;
}
