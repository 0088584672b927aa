/** Asks MongoDB for the parts of one answer: a few at a time, and all within one time limit, however many there are. */
import { Rejection } from '@catalog/contracts';
import { bulkhead } from 'cockatiel';

/** `ask` is told how long it may take. */
export type Questions = <T>(ask: (limit: { maxTimeMS: number }) => Promise<T>) => Promise<T>;

const LIMIT_MS = 5_000;
const AT_ONCE = 4;

/** Refuses with SERVICE_UNAVAILABLE what would come too late. */
export function questions(): Questions {
  const deadline = performance.now() + LIMIT_MS;
  const few = bulkhead(AT_ONCE, Infinity);
  return (ask) => few.execute(() => {
    const left = Math.floor(deadline - performance.now());
    if (left <= 0) throw new Rejection('SERVICE_UNAVAILABLE', 'This search takes too long while the search index cannot be asked; ask for less, or try again');
    return ask({ maxTimeMS: left });
  });
}
