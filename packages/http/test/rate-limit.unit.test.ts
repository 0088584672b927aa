import type { Rejection } from '@catalog/contracts';
import { perMinute, refuseExcess } from '@catalog/http/server';
import { expect } from 'chai';

describe('A rate limit', () => {
  it('lets so many pass and no more, each key for itself', async () => {
    const take = perMinute(2);
    expect((await take('a')).remaining).to.equal(1);
    expect(await take('a')).to.deep.include({ limit: 2, remaining: 0, isExceeded: false });
    const third = await take('a');
    expect(third.isExceeded).to.equal(true);
    expect(third.resetSeconds).to.be.within(1, 60);
    expect((await take('b')).isExceeded).to.equal(false);
  });

  it('counts what weighs more as so many', async () => {
    const take = perMinute(10);
    expect((await take('a', 4)).remaining).to.equal(6);
    expect((await take('a', 12)).isExceeded).to.equal(true);
  });

  it('knows who goes on after a hundred refusals', async () => {
    const take = perMinute(2);
    const taken: boolean[] = [];
    for (let count = 0; count < 104; count += 1) taken.push((await take('a')).ignoresRefusals);
    expect(taken.indexOf(true)).to.equal(102);
  });

  it('refuses at once who may not have heard yet, and later who is deaf', async () => {
    const refused = { limit: 2, remaining: 0, resetSeconds: 7, isExceeded: true };
    const took = async (ignoresRefusals: boolean) => {
      const begun = performance.now();
      const { code, details } = await refuseExcess({ ...refused, ignoresRefusals }).then(
        () => {
          throw new Error('not refused');
        },
        (error: Rejection) => error,
      );
      expect({ code, details }).to.deep.equal({ code: 'TOO_MANY_REQUESTS', details: { retry_after_seconds: 7 } });
      return performance.now() - begun;
    };
    expect(await took(false)).to.be.below(500);
    expect(await took(true)).to.be.at.least(999);
  });
});
