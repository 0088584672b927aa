/** Carries out what is due in the calendars of prices, each change once, however many replicas do so and whatever becomes of them. */
import { type Price, type PriceChange, scheduleOf } from '@catalog/contracts';
import { log, onBehalfOf } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';
import { priceChanges, prices, priceValues } from '../price/index.ts';
import { carryOutChange, dueChange } from '../rules/index.ts';

type Needs = { database: Database; now: () => string };

/** A publication holds its locks for seconds. */
const WHILE_LOCKED_SECONDS = 2;
const AFTER_A_FAILURE_SECONDS = 10;

export const startCalendarRunner = ({ database, now }: Needs): Repeated =>
  repeatedly({
    everyMs: 1_000,
    longestPauseMs: 10_000,
    stopLimitMs: 3_000,
    onFailure: (error, failures) => log.warn('Changes of prices cannot be carried out at the moment', { error, failures }),
    async work(stopped) {
      while (!stopped.aborted && (await carryOutNext(database, now())));
    },
  });

/** False when nothing is due. What fails is left alone for a while, so that others get their turn. */
export async function carryOutNext(database: Database, now: string): Promise<boolean> {
  let claimed: string | null = null;
  try {
    const change = await database.transaction(async (tx) => {
      claimed = await priceChanges(tx).claimPrice(now);
      return claimed === null ? undefined : carryOutEarliest(tx, claimed, now);
    });
    if (change) log.info('Change of a price carried out', { price_id: change.price_id, change_id: change.id, status: change.status });
  } catch (error) {
    if (claimed !== null) await priceChanges(database).postpone(claimed, { now, seconds: AFTER_A_FAILURE_SECONDS });
    throw error;
  }
  return claimed !== null;
}

/** Of a price that is locked here: what others did before that is seen now. */
async function carryOutEarliest(tx: Database, priceId: string, now: string): Promise<PriceChange | undefined> {
  const due = dueChange(await priceChanges(tx).pendingOf(priceId), now);
  if (!due) return undefined;
  let done: PriceChange | undefined;
  const carryOut = async (price: Price, inner: Database) => {
    if (price.locked) {
      await priceChanges(inner).postpone(priceId, { now, seconds: WHILE_LOCKED_SECONDS });
      return undefined;
    }
    const { change, decision } = carryOutChange(price, due, { now, lowest: await priceValues(inner).lowestOf(price, now) });
    await priceChanges(inner).put(change);
    done = change;
    return decision;
  };
  await onBehalfOf(await priceChanges(tx).askedBy(due.id), () => prices(tx, scheduleOf(due.scheduled_by)).change(priceId, carryOut));
  return done;
}
