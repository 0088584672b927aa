import { expect } from 'chai';
import { retry } from '../../src/resilience/retry.ts';

describe('A retry', () => {
  const signal = new AbortController().signal;
  const soon = () => performance.now() + 4_000;

  function failing(times: number) {
    const seen = { attempts: 0 };
    return {
      seen,
      attempt: async () => {
        if (seen.attempts++ < times) throw new Error(`no ${seen.attempts}`);
        return 'answer';
      },
    };
  }

  it('gives the answer of the first attempt that succeeds', async () => {
    const { seen, attempt } = failing(1);
    expect(await retry(attempt, { mayRetry: () => true, deadline: { endsAt: soon(), signal } })).to.equal('answer');
    expect(seen.attempts).to.equal(2);
  });

  it('does not happen where it is not allowed, or would wait beyond the deadline', async () => {
    for (const { mayRetry, endsAt } of [
      { mayRetry: () => false, endsAt: soon() },
      { mayRetry: () => true, endsAt: performance.now() },
    ]) {
      const { seen, attempt } = failing(5);
      const error = await retry(attempt, { mayRetry, deadline: { endsAt, signal } }).catch((caught: Error) => caught.message);
      expect([error, seen.attempts]).to.eql(['no 1', 1]);
    }
  });

  it('ends when it is aborted while it waits', async () => {
    const controller = new AbortController();
    const { attempt } = failing(9);
    const deadline = { endsAt: soon(), signal: controller.signal };
    const pending = retry(attempt, {
      mayRetry: () => {
        controller.abort();
        return true;
      },
      deadline,
    });
    expect(await pending.catch((error: Error) => error.name)).to.equal('AbortError');
  });
});
