/** Inserts a document; false if one with this id exists already. */
import type { Collection, OptionalUnlessRequiredId } from 'mongodb';
import { isDuplicateKey } from './mongodb-errors.ts';

export async function insertUnlessExists<T extends { _id: string }>(collection: Collection<T>, document: T): Promise<boolean> {
  try {
    await collection.insertOne(document as OptionalUnlessRequiredId<T>);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
