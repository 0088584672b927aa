import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { repeatedly } from '../src/index.ts';

const LONG_MS = 60_000;
const noFailure = (error: unknown) => {
  throw error;
};

describe('work that is done repeatedly', () => {
  it('goes on after a failure, and counts those in a row', async () => {
    const failures: number[] = [];
    let times = 0;
    const work = async () => {
      times += 1;
      if (times !== 3) throw new Error('not now');
    };
    const repeated = repeatedly({ everyMs: 1, work, onFailure: (_, inARow) => failures.push(inARow) });
    await eventually(() => expect(failures).to.include.ordered.members([1, 2, 1, 2]));
    await repeated.stop();
  });

  it('is done at once when it is woken, also while it is being done', async () => {
    let times = 0;
    const first = Promise.withResolvers<void>();
    const work = () => {
      times += 1;
      return times === 1 ? first.promise : Promise.resolve();
    };
    const repeated = repeatedly({ everyMs: LONG_MS, work, onFailure: noFailure });
    repeated.wake();
    first.resolve();
    await eventually(() => expect(times).to.equal(2));
    repeated.wake();
    await eventually(() => expect(times).to.equal(3));
    await repeated.stop();
  });

  it('may begin with a pause, and is then stopped before it began', async () => {
    let times = 0;
    const repeated = repeatedly({
      everyMs: LONG_MS,
      work: async () => {
        times += 1;
      },
      onFailure: noFailure,
      pauseFirst: true,
    });
    await repeated.stop();
    expect(times).to.equal(0);
  });

  it('ends with the work in hand when it is stopped, which its signal tells', async () => {
    let isDone = false;
    const work = async (stopped: AbortSignal) => {
      await new Promise((resolve) => {
        stopped.addEventListener('abort', resolve);
      });
      isDone = true;
    };
    await repeatedly({ everyMs: LONG_MS, work, onFailure: noFailure }).stop();
    expect(isDone).to.equal(true);
  });

  it('does not wait for ever for work that hangs', async () => {
    const repeated = repeatedly({ everyMs: LONG_MS, work: () => new Promise(() => {}), onFailure: noFailure, stopLimitMs: 10 });
    await repeated.stop();
  });

  it('makes growing pauses while it fails, where it is asked to', async () => {
    const times: number[] = [];
    const work = async () => {
      times.push(performance.now());
      throw new Error('not now');
    };
    const repeated = repeatedly({ everyMs: 40, longestPauseMs: LONG_MS, work, onFailure: () => {} });
    await eventually(() => expect(times).to.have.lengthOf(4));
    await repeated.stop();
    expect(times[3]! - times[2]!).to.be.at.least(80);
  });
});
