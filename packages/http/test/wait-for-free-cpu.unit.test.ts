import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import { waitForFreeCpu } from '../src/server/listen/wait-for-free-cpu.ts';

describe('A service that waits for a free processor', () => {
  const took = async (waiting: Promise<void>) => {
    const begun = performance.now();
    await waiting;
    return performance.now() - begun;
  };

  it('waits that long, and not at all where it shall not', async () => {
    expect(await took(waitForFreeCpu(0))).to.be.below(1_000);
    expect(await took(waitForFreeCpu(200))).to.be.at.least(199);
  });

  it('begins anew whenever it was kept waiting', async () => {
    const waited = took(waitForFreeCpu(300));
    // Calm that no longer counts after what follows.
    await delay(100);
    const stall = performance.now() + 400;
    while (performance.now() < stall);
    expect(await waited).to.be.at.least(100 + 400 + 300 - 1);
  });
});
