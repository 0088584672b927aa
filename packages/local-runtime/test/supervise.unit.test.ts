/** How long a service that keeps ending has to wait. */
import { expect } from 'chai';
import { delayAfter } from '../src/supervise.ts';

describe('a service that ended by itself', () => {
  it('is started again soon the first time, and later each further time, up to half a minute', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((failures) => delayAfter(failures, () => 0));
    expect(delays).to.deep.equal([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is started up to a quarter earlier, so that not all come at once', () => {
    expect(delayAfter(3, () => 1)).to.equal(750);
  });
});
