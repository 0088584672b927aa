import { type Charge, chargeFrom, chargeFromUnit, chargeOf, periodUnits, priceContentFrom, unitOf } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { expectRejection } from '../../../test/support/expect-rejection.ts';

const isTaken = (charge: Charge): boolean => {
  try {
    chargeFrom(charge);
    return true;
  } catch {
    return false;
  }
};

const word = fc.oneof(
  fc.constantFrom('SIM', 'GB', 'access point', 'SMS', '100 MB', 'kişi', 'İ', 'tag', 'one-time', 'A & B', 'month', 'per', 'Days'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.stringMatching(/^[a-zA-Z0-9 .&+'-]{1,30}$/),
);
const count = (max: number) => fc.integer({ min: 1, max });
const every = fc.record({ count: count(366), unit: fc.constantFrom(...periodUnits) });
/** What `chargeFrom` makes of anything it takes. */
const charges = fc
  .oneof(
    fc.record({ type: fc.constant('one-time' as const), per: word }, { requiredKeys: ['type'] }),
    fc.record({ type: fc.constant('recurring' as const), every, per: word, for_months: count(120) }, { requiredKeys: ['type', 'every'] }),
    fc.record({ type: fc.constant('usage' as const), per: word }),
  )
  .filter(isTaken)
  .map((charge) => chargeFrom(charge));

const monthly: Charge = { type: 'recurring', every: { count: 1, unit: 'month' } };

describe('A charge', () => {
  it('is the one that its text says', () => {
    fc.assert(
      fc.property(charges, (charge) => {
        expect(chargeFromUnit(unitOf(charge)), unitOf(charge)).to.eql(charge);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is found in its text in any case and white space', () => {
    const isAscii = (text: string) => /^[ -~]*$/.test(text);
    fc.assert(
      fc.property(
        charges.map(unitOf).filter(isAscii),
        fc.func(fc.boolean()),
        fc.constantFrom(' ', '  ', '\u00A0', '\u2003'),
        (unit, isUpper, space) => {
          const written = [...unit].map((letter, at) => (isUpper(at) ? letter.toUpperCase() : letter)).join('');
          const found = chargeFromUnit(` ${written.replaceAll(' ', space)} `);
          expect(found && unitOf(found).toLowerCase()).to.equal(unit.toLowerCase());
        },
      ),
    );
  });

  const plain: Record<string, Charge> = {
    'per month': monthly,
    Monthly: monthly,
    'one-time': { type: 'one-time' },
    'One time': { type: 'one-time' },
    once: { type: 'one-time' },
    'one-time per SIM': { type: 'one-time', per: 'SIM' },
    'per 3 months': { type: 'recurring', every: { count: 3, unit: 'month' } },
    'per quarter': { type: 'recurring', every: { count: 3, unit: 'month' } },
    'per 28 days': { type: 'recurring', every: { count: 28, unit: 'day' } },
    'per fortnight': { type: 'recurring', every: { count: 2, unit: 'week' } },
    'per annum': { type: 'recurring', every: { count: 1, unit: 'year' } },
    'per SIM per month': { ...monthly, per: 'SIM' },
    'per month per SIM': { ...monthly, per: 'SIM' },
    'per month for 24 months': { ...monthly, for_months: 24 },
    'per month for 2 years': { ...monthly, for_months: 24 },
    'per GB': { type: 'usage', per: 'GB' },
    'per weekend': { type: 'usage', per: 'weekend' },
  };
  for (const [unit, charge] of Object.entries(plain)) it(`is plain in "${unit}"`, () => expect(chargeFromUnit(unit)).to.eql(charge));

  const unclear = [
    'per month, 6 months a year',
    'per 2.5 months',
    'per 0 months',
    'per 6-month period',
    'per 1000 days',
    'per month for 11 years',
    'per user billed monthly',
    'per month per year',
    'per SIM per site per month',
    'for 24 months',
    'per GB for 24 months',
    'one-time for 24 months',
    'once per month',
    'per',
    'per 100',
    'monthly fee',
    'constructor',
    'aylık',
    'unknown',
    '',
  ];
  for (const unit of unclear) it(`is not read into "${unit}"`, () => expect(chargeFromUnit(unit)).to.equal(undefined));

  const refused: [Charge, field: string][] = [
    [{ type: 'recurring' }, 'charge.every'],
    [{ type: 'one-time', every: { count: 1, unit: 'month' } }, 'charge.every'],
    [{ type: 'usage', per: 'GB', every: { count: 1, unit: 'month' } }, 'charge.every'],
    [{ type: 'recurring', every: { count: 0, unit: 'month' } }, 'charge.every.count'],
    [{ type: 'recurring', every: { count: 1.5, unit: 'month' } }, 'charge.every.count'],
    [{ type: 'one-time', for_months: 24 }, 'charge.for_months'],
    [{ ...monthly, for_months: 121 }, 'charge.for_months'],
    [{ type: 'usage' }, 'charge.per'],
    [{ type: 'usage', per: 'month' }, 'charge.per'],
    [{ ...monthly, per: 'SIM per site' }, 'charge.per'],
    [{ ...monthly, per: 'a\u200Bb' }, 'charge.per'],
    [{ type: 'recurring', every: { count: 100, unit: 'month' }, per: 'x'.repeat(30), for_months: 100 }, 'charge.per'],
  ];
  for (const [charge, field] of refused) {
    it(`is refused as ${JSON.stringify(charge)}, for ${field}`, () => {
      expect(expectRejection(() => chargeFrom(charge))).to.deep.include({ code: 'VALIDATION_ERROR', details: { field } });
    });
  }

  it('of a price of before there were charges is that of its unit', () => {
    expect(chargeOf({ unit: 'per month' })).to.eql(monthly);
    expect(chargeOf({ unit: 'per month, 6 months a year', charge: { ...monthly, for_months: 6 } })).to.eql({ ...monthly, for_months: 6 });
    expect(chargeOf({ unit: 'by agreement', charge: null })).to.equal(null);
  });
});

describe('What is written in a price', () => {
  const price = { name: 'Fibre', value: 10, currency: 'EUR' as const };
  const billing = (written: object) => {
    const { unit, charge } = priceContentFrom({ ...price, ...written });
    return { unit, charge };
  };

  it('needs one of unit and charge', () => {
    expect(billing({ unit: ' Per  Month' })).to.eql({ unit: 'Per Month', charge: monthly });
    expect(billing({ unit: 'by agreement' })).to.eql({ unit: 'by agreement', charge: null });
    expect(billing({ charge: monthly })).to.eql({ unit: 'per month', charge: monthly });
    expect(billing({ unit: 'Monthly', charge: monthly })).to.eql({ unit: 'Monthly', charge: monthly });
    expect(billing({ unit: 'in May', charge: monthly })).to.eql({ unit: 'in May', charge: monthly });
    expect(billing({ unit: 'per month', charge: null })).to.eql({ unit: 'per month', charge: monthly });
    expect(expectRejection(() => billing({}))).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'unit' } });
  });

  it('may not say one thing by the unit, and another by the charge', () => {
    for (const unit of ['per year', 'one-time', 'per SIM per month', 'per month for 24 months']) {
      expect(
        expectRejection(() => billing({ unit, charge: monthly })),
        unit,
      ).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'charge' } });
    }
  });

  it('may cost nothing where it is charged once, and nowhere else', () => {
    expect(priceContentFrom({ ...price, value: 0, charge: { type: 'one-time' } }).value).to.equal(0);
    expect(Object.is(priceContentFrom({ ...price, value: -0, unit: 'one-time' }).value, 0)).to.equal(true);
    for (const unit of ['per month', 'per GB', 'by agreement']) {
      expect(
        expectRejection(() => priceContentFrom({ ...price, value: 0, unit })),
        unit,
      ).to.deep.include({ details: { field: 'value' } });
    }
  });
});
