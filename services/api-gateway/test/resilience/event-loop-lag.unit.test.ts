import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import { measureEventLoopLag } from '../../src/resilience/event-loop-lag.ts';
import { blockEventLoop } from '../block-event-loop.ts';

describe('The event loop’s lag', () => {
  it('is known at once and afterwards', async () => {
    const lag = measureEventLoopLag();
    const before = lag.totalMs();
    blockEventLoop(400);
    expect(lag.totalMs() - before).to.be.at.least(300);
    // The overdue timer of the measurement runs before this one.
    await delay(1);
    expect(lag.totalMs() - before).to.be.at.least(300);
    lag.stop();
  });
});
