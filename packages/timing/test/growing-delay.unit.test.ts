import { expect } from 'chai';
import { growingDelay } from '../src/growing-delay.ts';

describe('growing delay', () => {
  it('doubles with each failure, less at most a half, and never passes its limit', () => {
    for (const [failures, full] of [
      [0, 100],
      [1, 200],
      [3, 800],
      [4, 1_000],
      [500, 1_000],
    ] as const) {
      const delay = growingDelay(failures, { first: 100, limit: 1_000 });
      expect(delay).to.be.within(full / 2, full);
    }
  });
});
