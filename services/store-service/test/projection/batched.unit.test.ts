import { expect } from 'chai';
import { AsyncLocalStorage } from 'node:async_hooks';
import { batched } from '../../src/projection/batched.ts';

/** Notes every run; runs that are held go on when they are let go. */
function noted() {
  const runs: string[][] = [];
  const held: (() => void)[] = [];
  const work = (keys: string[]) => {
    runs.push(keys);
    return new Promise<void>((resolve) => {
      held.push(resolve);
    });
  };
  return {
    runs,
    work,
    letGo: () => {
      for (const go of held.splice(0)) go();
    },
  };
}

describe('Batched work', () => {
  it('takes what is asked for in one breath together, each key once', async () => {
    const { runs, work, letGo } = noted();
    const ask = batched(work, { batchSize: 10, maximumRuns: 1 });
    const asked = ['a', 'b', 'a'].map(ask);
    await Promise.resolve();
    expect(runs).to.eql([['a', 'b']]);
    letGo();
    await Promise.all(asked);
  });

  it('gives what is asked for while it runs one more run, shared by all', async () => {
    const { runs, work, letGo } = noted();
    const ask = batched(work, { batchSize: 10, maximumRuns: 1 });
    const first = ask('a');
    await Promise.resolve();
    const later = [ask('a'), ask('b'), ask('a')];
    letGo();
    await first;
    await new Promise(setImmediate);
    expect(runs).to.eql([['a'], ['a', 'b']]);
    letGo();
    await Promise.all(later);
    expect(runs).to.have.length(2);
  });

  it('keeps to its limits', async () => {
    const { runs, work, letGo } = noted();
    const ask = batched(work, { batchSize: 2, maximumRuns: 2 });
    const asked = Promise.all(['a', 'b', 'c', 'd', 'e'].map(ask));
    await Promise.resolve();
    expect(runs).to.eql([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    letGo();
    await new Promise(setImmediate);
    letGo();
    await asked;
    expect(runs.at(-1)).to.eql(['e']);
  });

  it('fails for the key that makes trouble alone', async () => {
    const ask = batched(
      async (keys) => {
        if (keys.includes('bad')) throw new Error('no');
      },
      { batchSize: 10, maximumRuns: 1 },
    );
    const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map(ask));
    expect(outcomes.map(({ status }) => status)).to.eql(['fulfilled', 'rejected', 'fulfilled']);
    await ask('a');
  });

  it('runs in the context of the first who asked', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const ask = batched(
      async () => {
        seen.push(context.getStore());
        await new Promise(setImmediate);
      },
      { batchSize: 1, maximumRuns: 1 },
    );
    await Promise.all([context.run('one', () => ask('a')), context.run('two', () => ask('b'))]);
    expect(seen).to.eql(['one', 'two']);
  });
});
