/** Refuses calls to other processes while a transaction is open: they would hold a connection and locks for as long as the other takes. */
import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Work that was begun in the transaction and goes on after its end does not count as in it. */
export function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  const transaction = { isOpen: true };
  return storage.run(transaction, () =>
    Promise.try(work).finally(() => {
      transaction.isOpen = false;
    }),
  );
}

/** Throws while a transaction is open, which is a fault of the program. */
export function refuseInTransaction(call: string): void {
  if (storage.getStore()?.isOpen) throw new Error(`${call} in an open transaction: ask before it begins, or after it has ended`);
}
