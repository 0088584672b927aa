import { expect } from 'chai';
import { createChance } from '../../../../test/support/chance.ts';
import { Evidence } from '../../src/resilience/failure-detector.ts';

describe('What calls say about an upstream', () => {
  type Call = 'answered' | 'failed' | 'silent' | 'unreachable';

  /** One call after the other, each as long as given. */
  function judged(calls: readonly [who: string, call: Call][], lastingMs = 10) {
    const evidence = new Evidence();
    return calls.map(([who, call], index) => {
      const begunAt = index * (lastingMs + 1), now = begunAt + lastingMs;
      if (call === 'answered' || call === 'failed') evidence[call](who, now);
      else evidence.silent({ who, begunAt, unreachable: call === 'unreachable' });
      return evidence.judge(now);
    });
  }

  const repeated = (times: number, ...calls: [string, Call][]) => Array.from({ length: times }, () => calls).flat();

  const table: [what: string, calls: [string, Call][], last: string][] = [
    ['three silences in a row, of two callers', [['a', 'silent'], ['b', 'silent'], ['a', 'silent']], 'broken'],
    ['two of them', [['a', 'silent'], ['b', 'silent']], 'well'],
    ['three of one caller: perhaps it is the caller', repeated(3, ['a', 'silent']), 'suspect'],
    ['three that could not be sent, whoever asked', repeated(3, ['a', 'unreachable']), 'broken'],
    ['an answer between them', [['a', 'silent'], ['b', 'silent'], ['a', 'answered'], ['b', 'silent'], ['a', 'silent']], 'well'],
    ['a failure that was answered between them', [['a', 'unreachable'], ['b', 'unreachable'], ['a', 'failed'], ['b', 'unreachable']], 'well'],
    ['most failed, of several callers', [...repeated(5, ['a', 'failed'], ['b', 'failed'])], 'broken'],
    ['nine failed: too few to tell', [...repeated(4, ['a', 'failed'], ['b', 'failed']), ['a', 'failed']], 'well'],
    ['most failed, but of one caller', [...repeated(9, ['a', 'failed']), ['b', 'answered']], 'well'],
    ['one caller fails a thousand times, another twice', [...repeated(1_000, ['a', 'failed']), ...repeated(2, ['b', 'failed'])], 'well'],
    ['one caller fails a thousand times, another is answered more often than not', [...repeated(3, ['b', 'failed']), ...repeated(4, ['b', 'answered']), ...repeated(1_000, ['a', 'failed'])], 'well'],
    ['less than half failed', repeated(20, ['a', 'failed'], ['b', 'answered'], ['c', 'answered']), 'well'],
  ];

  for (const [what, calls, last] of table) {
    it(`${what}: ${last}`, () => expect(judged(calls).at(-1)).to.equal(last));
  }

  it('is forgotten after a while, if it was answered', () => {
    const evidence = new Evidence();
    for (const who of 'abcdefgh') evidence.failed(who, 0);
    expect(evidence.judge(19_000)).to.equal('well');
    for (const who of 'ab') evidence.failed(who, 19_001);
    expect(evidence.judge(19_001), 'ten within the window').to.equal('broken');
    expect(evidence.judge(60_000)).to.equal('well');
  });

  it('never makes it broken by one caller alone, whatever that one does, while another is answered', () => {
    const chance = createChance(1);
    for (let run = 0; run < 300; run += 1) {
      const kinds: Call[] = ['failed', 'silent', 'unreachable', 'answered'];
      const calls = Array.from({ length: 120 }, (): [string, Call][] =>
        [...Array.from({ length: chance.between(0, 3) }, (): [string, Call] => ['hostile', kinds[chance.between(0, 3)]!]), ['other', 'answered']]);
      // Three connections that fail in a row are nobody's doing; beside answers there are never so many.
      const some = calls.flat().filter(([, call], index, all) => call !== 'unreachable' || all[index - 1]?.[1] !== 'unreachable');
      expect(judged(some)).not.to.include('broken');
    }
  });

  it('is never that it answers nobody, where time-outs stand beside answers', () => {
    const chance = createChance(2);
    for (let run = 0; run < 300; run += 1) {
      const evidence = new Evidence();
      const ends = Array.from({ length: 200 }, (_, index) => {
        const begunAt = chance.between(0, 30_000);
        return { who: `caller-${chance.between(1, 5)}`, begunAt, now: begunAt + (index % 2 ? 4_000 : chance.between(1, 3_000)), isLate: index % 2 === 1 };
      }).toSorted((one, other) => one.now - other.now);
      // Somebody is answered at least every four seconds.
      const beats = Array.from({ length: 12 }, (_, index) => ({ who: 'steady', begunAt: index * 3_000, now: index * 3_000 + 50, isLate: false }));
      for (const { who, begunAt, now, isLate } of [...ends, ...beats].toSorted((one, other) => one.now - other.now)) {
        if (isLate) evidence.silent({ who, begunAt, unreachable: false });
        else evidence.answered(who, now);
        expect(evidence.judge(now)).to.equal('well');
      }
    }
  });
});
