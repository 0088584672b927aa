/** Shows "not found" in place of a page whose id is malformed or names nothing. */
import { notFound } from 'next/navigation';
import type { Outcome } from './outcome.ts';

export function orNotFound<T>(outcome: Outcome<T>): Outcome<T> {
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  return outcome;
}
