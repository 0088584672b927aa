import { expect } from 'chai';
import { untilProcessorIsFree, type Work } from '../src/until-processor-is-free.ts';

describe('A pod that waits for the processor', () => {
  /** Work that gets these shares of the processor, look by look, and the last of them from then on. */
  const getting = (...shares: number[]): { work: Work; looks: () => number } => {
    let looks = 0;
    return { work: (wantedMs) => wantedMs / shares[Math.min(looks++, shares.length - 1)]!, looks: () => looks };
  };

  it('goes on once it was to be had for so long', async () => {
    const { work, looks } = getting(0.5);
    expect(await untilProcessorIsFree({ freeForMs: 1_000, limitMs: 60_000 }, work)).to.equal(true);
    expect(looks()).to.equal(2);
  });

  it('waits while others take most of it, on average', async () => {
    const { work, looks } = getting(1, 0.1, 1, 0.4, 1);
    expect(await untilProcessorIsFree({ freeForMs: 1_000, limitMs: 60_000 }, work)).to.equal(true);
    expect(looks()).to.equal(4);
  });

  it('goes on at the limit where it never is', async () => {
    const { work } = getting(0.1);
    expect(await untilProcessorIsFree({ freeForMs: 1_000, limitMs: 1_200 }, work)).to.equal(false);
  });

  it('measures the processor, not a clock', async () => {
    expect(await untilProcessorIsFree({ freeForMs: 500, limitMs: 60_000 })).to.equal(true);
  });
});
