import { type Charge, currencies, type Currency, periodUnits, type Price } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { aPrice } from '../../../../test/support/events.ts';
import { pricePointsOf } from '../../src/rules/document/price-points.ts';
import { totalsOf } from '../../src/rules/document/totals.ts';

const priced = (unit: string, value: number, currency: Currency = 'EUR', charge: Charge | null = null) =>
  aPrice({ unit, value, currency, charge });
const totals = (...prices: Price[]) => totalsOf(pricePointsOf(prices));
/** first payment, per month, first year, over the contract */
const sums = (...prices: Price[]) => {
  const [{ first_payment, per_month, first_year_total, over_contract_total }] = totals(...prices) as [ReturnType<typeof totals>[number]];
  return [first_payment, per_month, first_year_total, over_contract_total];
};

describe('Price points', () => {
  it('group what is charged in one way, in the order of the prices, whatever the currency and the words', () => {
    const [eur, once, usd, other] = [
      priced('per month', 10),
      priced('one-time', 5),
      priced('Monthly', 11, 'USD'),
      priced('by agreement', 1),
    ];
    const again = priced('By  Agreement', 2, 'TRY');
    expect(pricePointsOf([eur, once, usd, other, again])).to.eql([
      {
        charge: { type: 'recurring', every: { count: 1, unit: 'month' } },
        unit: 'per month',
        amounts: [
          { currency: 'EUR', value: 10, price_id: eur.id },
          { currency: 'USD', value: 11, price_id: usd.id },
        ],
      },
      { charge: { type: 'one-time' }, unit: 'one-time', amounts: [{ currency: 'EUR', value: 5, price_id: once.id }] },
      {
        charge: null,
        unit: 'by agreement',
        amounts: [
          { currency: 'EUR', value: 1, price_id: other.id },
          { currency: 'TRY', value: 2, price_id: again.id },
        ],
      },
    ]);
  });

  it('take the charge of a price rather than its words', () => {
    const charge: Charge = { type: 'recurring', every: { count: 1, unit: 'month' }, for_months: 6 };
    const [point] = pricePointsOf([priced('in summer', 10, 'EUR', charge)]);
    expect(point).to.deep.include({ charge, unit: 'in summer' });
  });
});

describe('Totals', () => {
  it('are of each currency by itself', () => {
    expect(totals(priced('per month', 29.99, 'USD'), priced('one-time', 119, 'USD'), priced('per month', 27.99))).to.eql([
      { currency: 'USD', first_payment: 148.99, per_month: 29.99, first_year_total: 478.88, over_contract_total: null },
      { currency: 'EUR', first_payment: 27.99, per_month: 27.99, first_year_total: 335.88, over_contract_total: null },
    ]);
    expect(totals()).to.eql([]);
  });

  const examples: [why: string, prices: Price[], sums: (number | null)[]][] = [
    ['of what is charged once are paid at once', [priced('one-time', 79)], [79, null, 79, null]],
    ['know what an activation for free costs', [priced('per month', 10), priced('one-time', 0)], [10, 10, 120, null]],
    ['go over the time that is agreed', [priced('per month for 24 months', 379.9)], [379.9, 379.9, 4558.8, 9117.6]],
    ['end with the time that is agreed', [priced('per month for 6 months', 26.99)], [26.99, 26.99, 161.94, 161.94]],
    ['count each period that begins', [priced('per 5 months', 100)], [100, 20, 300, null]],
    ['count a year that was begun', [priced('per year', 100, 'EUR'), priced('per SIM per month for 18 months', 1)], [101, 9.33, 112, 218]],
    ['count what is paid for longer than a year once', [priced('per 2 years', 240)], [240, 10, 240, null]],
    ['take weeks as they go into a month on average', [priced('per week', 10)], [10, 43.48, 521.79, null]],
    ['take days as they go into a month on average', [priced('per 28 days', 9.49)], [9.49, 10.32, 123.79, null]],
    ['count the first of many days whole', [priced('per 366 days', 366)], [366, 30.44, 366, null]],
    ['round half a cent up, once', [priced('per 2 months', 0.01), priced('per SIM per 2 months', 0.02)], [0.03, 0.02, 0.18, null]],
    ['leave out what is charged by usage', [priced('per month', 10), priced('per GB', 3)], [10, 10, 120, null]],
    ['are of one where there may be several', [priced('per SIM per month', 2), priced('per SIM per month', 3)], [5, 5, 60, null]],
    ['know of one more thing', [priced('per month', 30), priced('per phone per month for 24 months', 10)], [40, 40, 480, 960]],
  ];
  for (const [why, prices, expected] of examples) it(why, () => expect(sums(...prices)).to.eql(expected));

  const unknown: [why: string, prices: Price[]][] = [
    ['a unit is not understood', [priced('per month', 10), priced('by agreement', 1)]],
    ['there is nothing but usage', [priced('per pass', 10)]],
    ['one can pay by the month or by the year', [priced('per month', 10), priced('per year', 100)]],
    ['one can be bound or not', [priced('per month', 10), priced('per month for 24 months', 8)]],
    ['an amount is too large for whole cents', [priced('per month', 1e300)]],
    ['a newer charge says less than it must', [priced('', 10, 'EUR', { type: 'recurring' })]],
  ];
  for (const [why, prices] of unknown) it(`are null where ${why}`, () => expect(sums(...prices)).to.eql([null, null, null, null]));

  it('are right to the cent for any charges', () => {
    const every = fc.record({ count: fc.integer({ min: 1, max: 366 }), unit: fc.constantFrom(...periodUnits) });
    const per = fc.constantFrom('SIM', 'site', 'tag', 'user');
    const for_months = fc.integer({ min: 1, max: 120 });
    const charges = fc.oneof(
      fc.record({ type: fc.constant('one-time' as const), per }, { requiredKeys: ['type'] }),
      fc.record({ type: fc.constant('recurring' as const), every, per, for_months }, { requiredKeys: ['type', 'every'] }),
      fc.record({ type: fc.constant('usage' as const), per }),
    );
    const price = fc.record({
      charge: charges,
      currency: fc.constantFrom(...currencies),
      cents: fc.integer({ min: 0, max: 9_999_999_999 }),
    });
    fc.assert(
      fc.property(fc.array(price, { maxLength: 6 }), (given) => {
        for (const found of totals(...given.map(({ cents, ...one }) => aPrice({ ...one, value: cents / 100 })))) {
          const own = given.filter(({ currency }) => currency === found.currency);
          const exact = exactly(own);
          for (const name of ['first_payment', 'per_month', 'first_year_total', 'over_contract_total'] as const) {
            expectNearest(found[name], exact?.[name] ?? null);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Numbers of a common measure: 1/(48 · 366! …) would do for all, the product of the days and months of the prices does, too. */
type Exact = { cents: bigint; parts: bigint };
type Given = { charge: Charge; cents: number };

/** Payment by payment, as one would count them on a calendar; on the average one, where days are counted. */
function exactly(given: Given[]): Record<string, Exact | null> | undefined {
  const recurring = given.filter(({ charge }) => charge.type === 'recurring');
  const once = given.filter(({ charge }) => charge.type === 'one-time');
  if (recurring.length + once.length === 0) return undefined;
  for (const [at, { charge }] of recurring.entries()) {
    const other = recurring.slice(at + 1).find((one) => one.charge.per === charge.per);
    if (other && JSON.stringify([other.charge.every, other.charge.for_months]) !== JSON.stringify([charge.every, charge.for_months]))
      return undefined;
  }
  const parts = recurring.reduce((product, { charge }) => product * BigInt(charge.every!.count) * 48n * 7n * 12n, 1n);
  const days = { day: 1n, week: 7n };
  const months = { month: 1, year: 12 };
  const rate = ({ charge: { every }, cents }: Given): bigint => {
    const all = BigInt(cents) * parts;
    const { count, unit } = every!;
    if (unit === 'day' || unit === 'week') return (all * 1461n) / (48n * days[unit] * BigInt(count));
    return all / BigInt(count * months[unit]);
  };
  const paid = (one: Given, time: number): bigint => {
    const { every, for_months = 1_000_000 } = one.charge;
    const end = Math.min(time, for_months);
    if (every!.unit === 'day' || every!.unit === 'week') {
      const pro = rate(one) * BigInt(end);
      const first = BigInt(one.cents) * parts;
      return pro > first ? pro : first;
    }
    let sum = 0n;
    for (let month = 0; month < end; month += every!.count * months[every!.unit]) sum += BigInt(one.cents) * parts;
    return sum;
  };
  const total = (of: (one: Given) => bigint): bigint => recurring.reduce((sum, one) => sum + of(one), 0n);
  const start = once.reduce((sum, { cents }) => sum + BigInt(cents) * parts, 0n);
  const terms = recurring.flatMap(({ charge }) => charge.for_months ?? []);
  return {
    first_payment: { cents: start + total(({ cents }) => BigInt(cents) * parts), parts },
    per_month: recurring.length === 0 ? null : { cents: total(rate), parts },
    first_year_total: { cents: start + total((one) => paid(one, 12)), parts },
    over_contract_total: terms.length === 0 ? null : { cents: start + total((one) => paid(one, Math.max(...terms))), parts },
  };
}

/** No other whole cent is nearer, and of two that are as near it is the higher. */
function expectNearest(found: number | null, exact: Exact | null): void {
  if (exact === null || found === null) return void expect(found).to.equal(exact);
  const tooMuch = 2n * (BigInt(Math.round(found * 100)) * exact.parts - exact.cents);
  expect(tooMuch > -exact.parts && tooMuch <= exact.parts, `${found} for ${exact.cents}/${exact.parts}`).to.equal(true);
}
