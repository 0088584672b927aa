import { expect } from 'chai';
import { cachedFor } from '../src/index.ts';

const LONG_MS = 60_000;

describe('a value that is kept for a while', () => {
  it('is loaded once, however many ask', async () => {
    let loads = 0;
    const value = cachedFor(LONG_MS, async () => {
      loads += 1;
      return loads;
    });
    expect(await Promise.all([value(), value()])).to.deep.equal([1, 1]);
    expect(await value()).to.equal(1);
  });

  it('is loaded again after its time, which the value itself may say', async () => {
    let loads = 0;
    const value = cachedFor(
      (loaded: number) => (loaded < 3 ? 0 : LONG_MS),
      async () => {
        loads += 1;
        return loads;
      },
    );
    expect([await value(), await value(), await value(), await value()]).to.deep.equal([1, 2, 3, 3]);
  });

  it('is not kept when loading it failed', async () => {
    let loads = 0;
    const value = cachedFor(LONG_MS, async () => {
      loads += 1;
      if (loads === 1) throw new Error('not now');
      return loads;
    });
    expect((await Promise.allSettled([value(), value()])).map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await value()).to.equal(2);
  });
});
