import { Rejection } from '@catalog/contracts';
import { expect } from 'chai';
import { isExpensive } from '../../src/rules/index.ts';
import { withLimitedConcurrency } from '../../src/search/limited-concurrency.ts';

describe('A search for which much is done', () => {
  it('shows many offerings, or looks for many words in them', () => {
    const words = (count: number) => ({ words: Array.from({ length: count }, (_, i) => `word${i}`), characteristics: [] });
    expect(isExpensive({ filters: words(4), limit: 20 })).to.equal(false);
    expect(isExpensive({ filters: words(0), limit: 100 })).to.equal(false);
    expect(isExpensive({ filters: words(5), limit: 20 })).to.equal(true);
    expect(isExpensive({ filters: words(1), limit: 100 })).to.equal(true);
  });

  it('waits for the one before it, and is refused behind too many', async () => {
    const running: (() => void)[] = [];
    const refusal = () => new Rejection('TOO_MANY_REQUESTS', 'too many', { retry_after_seconds: 2 });
    const find = withLimitedConcurrency(
      () =>
        new Promise<void>((resolve) => {
          running.push(resolve);
        }),
      { concurrent: 1, refusal },
    );
    const found = Array.from({ length: 101 }, () => find(undefined));
    const refused = await find(undefined).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'TOO_MANY_REQUESTS');
    for (let done = 0; done < found.length; done += 1) {
      expect(running).to.have.length(done + 1);
      running[done]!();
      await found[done];
    }
  });
});
