/**
 * The opaque mark of where a page of search results ended; it stays right when offerings before it come or go.
 * It is signed together with the search it was printed for: nobody makes or changes one, and it goes on with no other search.
 */
import { Rejection } from '@catalog/contracts';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export type EngineName = 'elasticsearch' | 'mongodb';

export type Cursor = {
  /** The last offering's place in the order: the value it is sorted by, and its id. */
  value: string | number;
  id: string;
  /** How many have been shown up to it. */
  shown: number;
  /** Who computed `value`: relevance means something only to the engine that did. */
  engine: EngineName;
};

/** `search` is all that makes a search another one, as JSON prints it. */
export type Cursors = {
  print(cursor: Cursor, search: object): string;
  /** Refuses with VALIDATION_ERROR what is not a cursor of ours, or not one of this search. */
  read(text: string, search: object): Cursor;
};

const SEPARATOR = '.';
/** A cursor of another shape is to have another purpose, so that none is misread. */
const PURPOSE = 'store-service search cursor 1';
const KEY_LENGTH = 32;

/** Whoever has the secret reads them: all replicas of the service do, after a restart, too. */
export function signedCursors(secret: string): Cursors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_LENGTH));
  const signatureOf = (content: string, search: object): string =>
    createHmac('sha256', key).update(JSON.stringify([content, search])).digest('base64url');

  return {
    print(cursor, search) {
      const content = Buffer.from(JSON.stringify(cursor)).toString('base64url');
      return content + SEPARATOR + signatureOf(content, search);
    },

    read(text, search) {
      const [content = ''] = text.split(SEPARATOR, 1);
      // As texts, whole: several texts decode to the same bytes.
      if (!isEqual(text, content + SEPARATOR + signatureOf(content, search))) {
        throw new Rejection('VALIDATION_ERROR', 'cursor is not one that this search gave: begin it anew', { field: 'cursor' });
      }
      return JSON.parse(Buffer.from(content, 'base64url').toString()) as Cursor;
    },
  };
}

function isEqual(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
