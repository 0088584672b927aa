/**
 * Cursors for paging: each encodes the last result of a page, so that offerings which come or go before it do not shift the next page.
 * It is signed together with its search: a client can neither make nor change one, nor use it for another search.
 */
import { Rejection } from '@catalog/contracts';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export type EngineName = 'elasticsearch' | 'mongodb';

export type Cursor = {
  /** Of the last offering of the page: the value it is sorted by, and its id. */
  value: string | number;
  id: string;
  /** How many offerings have been shown so far. */
  shown: number;
  /** The engine that computed `value`: the relevance computed by one means nothing to the other. */
  engine: EngineName;
};

/** Two searches are the same if `search` is the same as JSON. */
export type Cursors = {
  print(cursor: Cursor, search: object): string;
  /** Refuses with VALIDATION_ERROR a cursor that this service did not print for this search. */
  read(text: string, search: object): Cursor;
};

const SEPARATOR = '.';
/** Must change with the shape of cursors, so that one of the old shape is refused. */
const PURPOSE = 'store-service search cursor 1';
const KEY_LENGTH = 32;

/** The key depends on the secret alone, so that cursors are valid in all service replicas and after a restart. */
export function signedCursors(secret: string): Cursors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_LENGTH));
  const signatureOf = (content: string, search: object): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([content, search]))
      .digest('base64url');

  return {
    print(cursor, search) {
      const content = Buffer.from(JSON.stringify(cursor)).toString('base64url');
      return content + SEPARATOR + signatureOf(content, search);
    },

    read(text, search) {
      const [content = ''] = text.split(SEPARATOR, 1);
      // The texts are compared, not what they decode to: several texts decode to the same bytes.
      if (!isEqual(text, content + SEPARATOR + signatureOf(content, search))) {
        throw new Rejection('VALIDATION_ERROR', 'cursor is not valid for this search: start again without it', { field: 'cursor' });
      }
      return JSON.parse(Buffer.from(content, 'base64url').toString()) as Cursor;
    },
  };
}

function isEqual(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
