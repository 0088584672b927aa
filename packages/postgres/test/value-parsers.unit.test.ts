import { expect } from 'chai';
import { utc } from '../src/connection/value-parsers.ts';

describe('points in time', () => {
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/St_Johns']) {
    describe(`in a process in ${zone}`, () => {
      const before = process.env['TZ'];
      beforeEach(() => {
        process.env['TZ'] = zone;
      });
      afterEach(() => {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      });

      it('are UTC with milliseconds, whatever offset the server wrote', () => {
        expect(utc('2026-01-15 10:30:00+00')).to.equal('2026-01-15T10:30:00.000Z');
        expect(utc('2026-01-15 19:30:00.123456+09')).to.equal('2026-01-15T10:30:00.123Z');
        expect(utc('2026-01-15 07:00:00.5-03:30')).to.equal('2026-01-15T10:30:00.500Z');
      });
    });
  }
});
