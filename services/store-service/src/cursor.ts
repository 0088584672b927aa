/** The opaque mark of where a page of search results ended; it stays right when offerings before it come or go. */
import { type Currency, Rejection } from '@catalog/contracts';
import type { Sorting } from './api.ts';

export type EngineName = 'elasticsearch' | 'mongodb';

export type Cursor = {
  sort: Sorting;
  currency: Currency;
  /** The last offering's place in the order: the value it is sorted by, and its id. */
  value: string | number;
  id: string;
  /** How many have been shown up to it. */
  shown: number;
  /** Who computed `value`: relevance means something only to the engine that did. */
  engine: EngineName;
};

export const printCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Refuses with VALIDATION_ERROR what is not a cursor, or not one of this order. */
export function cursorFrom(text: string, expected: { sort: Sorting; currency: Currency }): Cursor {
  const cursor = decoded(text);
  if (!cursor) throw new Rejection('VALIDATION_ERROR', 'cursor is not one of ours', { field: 'cursor' });
  if (cursor.sort !== expected.sort || cursor.currency !== expected.currency) {
    throw new Rejection('VALIDATION_ERROR', 'cursor belongs to a search with another sort or currency', { field: 'cursor' });
  }
  return cursor;
}

function decoded(text: string): Cursor | undefined {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Record<keyof Cursor, unknown>> | null;
    return isCursor(cursor) ? cursor : undefined;
  } catch {
    return undefined;
  }
}

const isCursor = (value: Partial<Record<keyof Cursor, unknown>> | null): value is Cursor =>
  typeof value === 'object' && value !== null &&
  (value.sort === 'name' || value.sort === '-name' ? typeof value.value === 'string' : Number.isFinite(value.value)) &&
  typeof value.id === 'string' &&
  Number.isSafeInteger(value.shown) && (value.shown as number) >= 0 &&
  (value.engine === 'elasticsearch' || value.engine === 'mongodb');
