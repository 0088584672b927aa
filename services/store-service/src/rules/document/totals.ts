/** What the prices of one currency add up to, so that offerings can be compared; null rather than a number that could be wrong. */
import type { Charge, Currency } from '@catalog/contracts';
import type { PricePoint, Totals } from '../../api.ts';

/** One for each currency, in their order. */
export function totalsOf(points: readonly PricePoint[]): Totals[] {
  const charged = points.flatMap(({ charge, amounts }) =>
    amounts.map(({ currency, value }) => ({ currency, cents: inCents(value), charge })),
  );
  return [...Map.groupBy(charged, ({ currency }) => currency)].map(([currency, of]) => totalsIn(currency, of));
}

type Charged = { cents: bigint | undefined; charge: Charge | null };
type Recurring = { cents: bigint; every: NonNullable<Charge['every']>; per: string | undefined; for_months: number };

const FIRST_YEAR = 12;

function totalsIn(currency: Currency, charged: Charged[]): Totals {
  const nothing = { first_payment: null, per_month: null, first_year_total: null, over_contract_total: null };
  const once = charged.flatMap(({ cents, charge }) => (charge?.type === 'one-time' ? (cents ?? []) : []));
  const recurring = charged.flatMap(recurringOf);
  const isUnderstood = charged.every(({ cents, charge }) => cents !== undefined && charge && (charge.type !== 'recurring' || charge.every));
  if (!isUnderstood || once.length + recurring.length === 0 || mayBeAChoice(recurring)) return { currency, ...nothing };
  const within = (months: number) => [...once.map(whole), ...recurring.map((one) => times(one, paymentsIn(months, one)))];
  const agreed = recurring.map(({ for_months }) => for_months).filter(Number.isFinite);
  return {
    currency,
    first_payment: amountOf([...once, ...recurring.map(({ cents }) => cents)].map(whole)),
    per_month: recurring.length > 0 ? amountOf(recurring.map((one) => times(one, perMonth(one.every)))) : null,
    first_year_total: amountOf(within(FIRST_YEAR)),
    over_contract_total: agreed.length > 0 ? amountOf(within(Math.max(...agreed))) : null,
  };
}

const recurringOf = ({ cents, charge }: Charged): Recurring[] =>
  cents !== undefined && charge?.type === 'recurring' && charge.every
    ? [{ cents, every: charge.every, per: charge.per, for_months: charge.for_months ?? Infinity }]
    : [];

/** Two recurring charges of one thing that differ, as by the month or by the year, are perhaps two ways to pay for it. */
const mayBeAChoice = (recurring: Recurring[]): boolean =>
  Map.groupBy(recurring, ({ per }) => per?.toLowerCase())
    .values()
    .some((alike) => new Set(alike.map(({ every, for_months }) => `${every.count} ${every.unit} ${for_months}`)).size > 1);

/** Amounts are exact until they are rounded, once: a month is 365.25 / 12 = 1461 / 48 days. */
type Fraction = { over: bigint; under: bigint };

const whole = (cents: bigint): Fraction => ({ over: cents, under: 1n });
const times = ({ cents }: Recurring, { over, under }: Fraction): Fraction => ({ over: cents * over, under });

/** In whole months, or in days. */
const lengthOf = ({ count, unit }: Recurring['every']): { months: bigint } | { days: bigint } =>
  unit === 'month' || unit === 'year'
    ? { months: BigInt(count * (unit === 'year' ? 12 : 1)) }
    : { days: BigInt(count * (unit === 'week' ? 7 : 1)) };

function perMonth(every: Recurring['every']): Fraction {
  const length = lengthOf(every);
  return 'months' in length ? { over: 1n, under: length.months } : { over: 1461n, under: 48n * length.days };
}

/**
 * Each period is paid when it begins, and none begins after `for_months`. Days and weeks do not fit into months: of them as many count as
 * go into that time on average, the first one always whole.
 */
function paymentsIn(months: number, { every, for_months }: Recurring): Fraction {
  const time = BigInt(Math.min(months, for_months));
  const length = lengthOf(every);
  if ('months' in length) return whole((time + length.months - 1n) / length.months);
  const { over, under } = perMonth(every);
  return over * time > under ? { over: over * time, under } : whole(1n);
}

/** Half a cent and more is rounded up. */
function amountOf(amounts: Fraction[]): number {
  const { over, under } = amounts.reduce(
    (sum, one) => ({ over: sum.over * one.under + one.over * sum.under, under: sum.under * one.under }),
    whole(0n),
  );
  return Number((2n * over + under) / (2n * under)) / 100;
}

/** Undefined of what is too large for whole cents. */
function inCents(value: number): bigint | undefined {
  const cents = Math.round(value * 100);
  return Number.isSafeInteger(cents) ? BigInt(cents) : undefined;
}
