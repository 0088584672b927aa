import { expect } from 'chai';
import { createChance } from '../../../../test/support/chance.ts';
import { FailureDetector } from '../../src/resilience/failure-detector.ts';

describe('What the outcomes of calls say about an upstream', () => {
  type Outcome = 'succeeded' | 'failed' | 'unanswered' | 'unreachable';

  /** One call after the other, each as long as given. */
  function verdictsAfter(calls: readonly [who: string, call: Outcome][], lastingMs = 10) {
    const detector = new FailureDetector();
    return calls.map(([who, call], index) => {
      const startedAt = index * (lastingMs + 1),
        now = startedAt + lastingMs;
      if (call === 'succeeded' || call === 'failed') detector[call](who, now);
      else detector.unanswered({ who, startedAt, unreachable: call === 'unreachable' });
      return detector.verdict(now);
    });
  }

  const repeated = (times: number, ...calls: [string, Outcome][]) => Array.from({ length: times }, () => calls).flat();

  const table: [what: string, calls: [string, Outcome][], last: string][] = [
    [
      'three unanswered in a row, of two callers',
      [
        ['a', 'unanswered'],
        ['b', 'unanswered'],
        ['a', 'unanswered'],
      ],
      'broken',
    ],
    [
      'two of them',
      [
        ['a', 'unanswered'],
        ['b', 'unanswered'],
      ],
      'healthy',
    ],
    ['three of one caller: perhaps it is the caller', repeated(3, ['a', 'unanswered']), 'suspect'],
    ['three that could not be sent, whoever asked', repeated(3, ['a', 'unreachable']), 'broken'],
    [
      'an answer between them',
      [
        ['a', 'unanswered'],
        ['b', 'unanswered'],
        ['a', 'succeeded'],
        ['b', 'unanswered'],
        ['a', 'unanswered'],
      ],
      'healthy',
    ],
    [
      'a failure that was answered between them',
      [
        ['a', 'unreachable'],
        ['b', 'unreachable'],
        ['a', 'failed'],
        ['b', 'unreachable'],
      ],
      'healthy',
    ],
    ['most failed, of several callers', [...repeated(5, ['a', 'failed'], ['b', 'failed'])], 'broken'],
    ['nine failed: too few to tell', [...repeated(4, ['a', 'failed'], ['b', 'failed']), ['a', 'failed']], 'healthy'],
    ['most failed, but of one caller', [...repeated(9, ['a', 'failed']), ['b', 'succeeded']], 'healthy'],
    ['one caller fails a thousand times, another twice', [...repeated(1_000, ['a', 'failed']), ...repeated(2, ['b', 'failed'])], 'healthy'],
    [
      'one caller fails a thousand times, another is answered more often than not',
      [...repeated(3, ['b', 'failed']), ...repeated(4, ['b', 'succeeded']), ...repeated(1_000, ['a', 'failed'])],
      'healthy',
    ],
    ['less than half failed', repeated(20, ['a', 'failed'], ['b', 'succeeded'], ['c', 'succeeded']), 'healthy'],
  ];

  for (const [what, calls, last] of table) {
    it(`${what}: ${last}`, () => expect(verdictsAfter(calls).at(-1)).to.equal(last));
  }

  it('is forgotten after a while, if it was answered', () => {
    const detector = new FailureDetector();
    for (const who of 'abcdefgh') detector.failed(who, 0);
    expect(detector.verdict(19_000)).to.equal('healthy');
    for (const who of 'ab') detector.failed(who, 19_001);
    expect(detector.verdict(19_001), 'ten within the window').to.equal('broken');
    expect(detector.verdict(60_000)).to.equal('healthy');
  });

  it('never makes it broken by one caller alone, whatever that one does, while another is answered', () => {
    const chance = createChance(1);
    for (let run = 0; run < 300; run += 1) {
      const kinds: Outcome[] = ['failed', 'unanswered', 'unreachable', 'succeeded'];
      const calls = Array.from({ length: 120 }, (): [string, Outcome][] => [
        ...Array.from({ length: chance.between(0, 3) }, (): [string, Outcome] => ['hostile', kinds[chance.between(0, 3)]!]),
        ['other', 'succeeded'],
      ]);
      // Three connections that fail in a row are nobody's doing; beside answers there are never so many.
      const some = calls.flat().filter(([, call], index, all) => call !== 'unreachable' || all[index - 1]?.[1] !== 'unreachable');
      expect(verdictsAfter(some)).not.to.include('broken');
    }
  });

  it('is never that it answers nobody, while others are answered', () => {
    const chance = createChance(2);
    for (let run = 0; run < 300; run += 1) {
      const detector = new FailureDetector();
      const ends = Array.from({ length: 200 }, (_, index) => {
        const startedAt = chance.between(0, 30_000);
        return {
          who: `caller-${chance.between(1, 5)}`,
          startedAt,
          now: startedAt + (index % 2 ? 4_000 : chance.between(1, 3_000)),
          isLate: index % 2 === 1,
        };
      }).toSorted((one, other) => one.now - other.now);
      // Somebody is answered at least every four seconds.
      const beats = Array.from({ length: 12 }, (_, index) => ({
        who: 'steady',
        startedAt: index * 3_000,
        now: index * 3_000 + 50,
        isLate: false,
      }));
      for (const { who, startedAt, now, isLate } of [...ends, ...beats].toSorted((one, other) => one.now - other.now)) {
        if (isLate) detector.unanswered({ who, startedAt, unreachable: false });
        else detector.succeeded(who, now);
        expect(detector.verdict(now)).to.equal('healthy');
      }
    }
  });
});
