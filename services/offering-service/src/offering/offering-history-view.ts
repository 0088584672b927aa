/** What the history of an offering compares: the revision that was changed, as if it were the offering itself. */
import { type Offering, revisionOf } from '@catalog/contracts';
import { isDeepStrictEqual } from 'node:util';

type Change = { before: Offering | undefined; after: Offering };

export function offeringHistoryView({ before, after }: Change): Change & { revision: number } {
  const [was, is] = [before?.next_revision ?? null, after.next_revision ?? null];
  if (isDeepStrictEqual(was, is)) return { before: before && withoutNext(before), after: withoutNext(after), revision: revisionOf(after) };
  return { before: before && asOpen(before), after: asOpen(after), revision: (is ?? was)!.revision };
}

const withoutNext = (offering: Offering): Offering => ({ ...offering, next_revision: null });

/** When what is published is to be retired is not a matter of the next revision. */
const asOpen = (offering: Offering): Offering =>
  withoutNext({ ...offering, scheduled: null, scheduled_retirement: null, ...offering.next_revision });
