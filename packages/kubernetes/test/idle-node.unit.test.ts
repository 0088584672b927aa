import { expect } from 'chai';
import { type ProcessorTimes, untilIdle } from '../src/idle-node.ts';

describe('A pod that waits for an idle node', () => {
  /** Processors that were idle for these shares of each step, for ever the last of them. */
  const processors = (...shares: number[]) => {
    const steps: ProcessorTimes[] = [{ idle: 0, all: 0 }];
    return () => {
      const { idle, all } = steps.at(-1)!;
      const share = shares[Math.min(steps.length, shares.length) - 1]!;
      steps.push({ idle: idle + 500 * share, all: all + 500 });
      return steps.at(-2)!;
    };
  };
  const took = async (waiting: Promise<boolean>) => {
    const begun = performance.now();
    const wasIdle = await waiting;
    return { wasIdle, milliseconds: performance.now() - begun };
  };

  it('goes on once there was time to spare for so long', async () => {
    const { wasIdle, milliseconds } = await took(untilIdle({ idleForMs: 600, limitMs: 60_000 }, processors(0.25)));
    expect(wasIdle).to.equal(true);
    expect(milliseconds).to.be.at.least(600);
  });

  it('begins anew whenever the processors were busy', async () => {
    const { wasIdle, milliseconds } = await took(untilIdle({ idleForMs: 600, limitMs: 60_000 }, processors(1, 1, 0.2, 1)));
    expect(wasIdle).to.equal(true);
    expect(milliseconds).to.be.at.least(3 * 250 + 600 - 1);
  });

  it('goes on at the limit where there never is any', async () => {
    const { wasIdle, milliseconds } = await took(untilIdle({ idleForMs: 600, limitMs: 1_000 }, processors(0)));
    expect(wasIdle).to.equal(false);
    expect(milliseconds).to.be.at.least(999);
  });
});
