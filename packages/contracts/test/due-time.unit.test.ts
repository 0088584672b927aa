import { dueTimeFrom } from '@catalog/contracts';
import { expect } from 'chai';
import { expectRejection } from '../../../test/support/expect-rejection.ts';

const now = '2026-02-01T00:00:00.000Z';

describe('The time at which something is due', () => {
  it('is kept in UTC, whatever zone it was given in', () => {
    expect(dueTimeFrom('2026-02-01T03:30:00+03:00', now)).to.equal('2026-02-01T00:30:00.000Z');
    expect(dueTimeFrom('2028-02-01T00:00:00Z', now)).to.equal('2028-02-01T00:00:00.000Z');
  });

  it('is midnight of Istanbul three hours before that of UTC, in winter and in summer', () => {
    expect(dueTimeFrom('2026-03-01T00:00:00+03:00', now)).to.equal('2026-02-28T21:00:00.000Z');
    expect(dueTimeFrom('2026-07-01T00:00:00+03:00', now)).to.equal('2026-06-30T21:00:00.000Z');
  });

  it('is one of two in the hour that Berlin has twice, as the offset says', () => {
    expect(dueTimeFrom('2026-10-25T02:30:00+02:00', now)).to.equal('2026-10-25T00:30:00.000Z');
    expect(dueTimeFrom('2026-10-25T02:30:00+01:00', now)).to.equal('2026-10-25T01:30:00.000Z');
  });

  for (const [what, given] of [
    ['the present', now],
    ['the past', '2026-01-31T23:59:59.999Z'],
    ['the past of another zone', '2026-02-01T02:00:00+03:00'],
    ['more than two years ahead', '2028-02-01T00:00:00.001Z'],
    ['a second that no clock shows', '2026-06-30T23:59:60Z'],
  ] as const) {
    it(`is not ${what}`, () => {
      expect(expectRejection(() => dueTimeFrom(given, now))).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'at' } });
    });
  }

  it('is refused at the field that it was given in', () => {
    expect(expectRejection(() => dueTimeFrom(now, now, 'valid_until')).details).to.eql({ field: 'valid_until' });
  });
});
