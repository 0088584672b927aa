/** Whether what is being worked on has a transaction open: whoever then asked another process would keep a connection, and locks, for as long as that likes. */
import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<{ isOpen: boolean }>();

/** What goes on after the transaction, though it was begun in it, is not held to be in it. */
export function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  const transaction = { isOpen: true };
  return storage.run(transaction, () => Promise.try(work).finally(() => { transaction.isOpen = false; }));
}

/** Throws while a transaction is open: a fault of the program, which every way into it shows at once. */
export function refuseInTransaction(call: string): void {
  if (storage.getStore()?.isOpen) throw new Error(`${call} in an open transaction: ask before it begins, or after it has ended`);
}
