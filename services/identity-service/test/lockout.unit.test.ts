import { expect } from 'chai';
import { countersFor, failuresAfter, LONGEST_SECONDS, lockedForSeconds, type Origin } from '../src/rules/lockout.ts';

const settings = { afterFailures: 5, firstSeconds: 30 };
const HOUR = 3_600;

/** Failures as the database counts them, by the rules alone, at times in seconds. */
function simulatedDoor() {
  const counters = new Map<string, { failures: number; at: number; blockedUntil: number }>();
  const isOpen = (origin: Origin, now: number) =>
    countersFor(origin, settings).every(({ key }) => (counters.get(key)?.blockedUntil ?? 0) <= now);
  return {
    isOpen,
    /** Resolves to whether the guess was looked at. */
    fails(origin: Origin, now: number): boolean {
      if (!isOpen(origin, now)) return false;
      for (const counted of countersFor(origin, settings)) {
        const known = counters.get(counted.key) ?? { failures: 0, at: now };
        const failures = failuresAfter({ failures: known.failures, seconds_since: now - known.at }, counted);
        counters.set(counted.key, { failures, at: now, blockedUntil: now + lockedForSeconds(failures, { ...settings, ...counted }) });
      }
      return true;
    },
  };
}

describe('A lockout', () => {
  it('begins with the fifth failure, lasts twice as long with each further one, and never longer than a quarter of an hour', () => {
    const lasting = [0, 1, 4, 4.01, 5, 6, 7, 9, 10, 2_000].map((failures) => lockedForSeconds(failures, settings));
    expect(lasting).to.eql([0, 0, 0, 30, 30, 60, 120, 480, LONGEST_SECONDS, LONGEST_SECONDS]);
  });

  it('counts for the name from one network, and ten times as patiently for the name and for the network alone', () => {
    expect(countersFor({ username: 'Ada', network: '192.0.2.7', isKnown: false }, settings)).to.eql([
      { key: 'address 192.0.2.7', afterFailures: 50 },
      { key: 'both 192.0.2.7 ada', afterFailures: 5 },
      { key: 'name ada', afterFailures: 50 },
    ]);
    expect(countersFor({ username: 'Ada', network: '192.0.2.7', isKnown: true }, settings)).to.eql([
      { key: 'both 192.0.2.7 ada', afterFailures: 5 },
    ]);
  });

  it('counts a name as the same in any case and composition', () => {
    const [, , composed] = countersFor({ username: 'ZOË', network: 'n', isKnown: false }, settings);
    const [, , decomposed] = countersFor({ username: 'zoe\u0308', network: 'n', isKnown: false }, settings);
    expect(composed).to.eql(decomposed);
  });

  it('forgets one failure after the other', () => {
    const [, both] = countersFor({ username: 'ada', network: 'n', isKnown: false }, settings);
    expect(failuresAfter({ failures: 4, seconds_since: 0 }, both!)).to.equal(5);
    expect(failuresAfter({ failures: 4, seconds_since: HOUR / 5 }, both!)).to.equal(4);
    expect(failuresAfter({ failures: 4, seconds_since: 10 * HOUR }, both!)).to.equal(1);
  });

  for (const everySeconds of [1, 7, 72, 300, 899, 901]) {
    it(`never comes from the failures of others where a name is known, be it attacked from everywhere every ${everySeconds} s`, () => {
      const door = simulatedDoor();
      const home: Origin = { username: 'admin', network: 'home', isKnown: true };
      for (let now = 0; now < 6 * HOUR; now += everySeconds) {
        door.fails({ username: 'admin', network: `elsewhere ${now}`, isKnown: false }, now);
        door.fails({ username: `colleague ${now}`, network: 'home', isKnown: false }, now);
        expect(door.isOpen(home, now), `after ${now} s`).to.equal(true);
      }
    });
  }

  it('does not come to an office behind one address by the mistypes of its days, though nobody is known there yet', () => {
    const door = simulatedDoor();
    for (let day = 0; day < 10; day += 1) {
      for (let mistype = 0; mistype < 320; mistype += 1) {
        const now = day * 24 * HOUR + 8 * HOUR + mistype * 90;
        expect(
          door.fails({ username: `colleague ${mistype % 200}`, network: 'office', isKnown: false }, now),
          `day ${day}, mistype ${mistype}`,
        ).to.equal(true);
      }
    }
  });

  it('leaves a name open to newcomers while somebody tries it now and then from anywhere', () => {
    const door = simulatedDoor();
    for (let now = 0; now < 48 * HOUR; now += 100) {
      expect(door.fails({ username: 'admin', network: `elsewhere ${now}`, isKnown: false }, now), `after ${now} s`).to.equal(true);
    }
  });

  for (const patience of [0, 3, 11]) {
    it(`grants whoever guesses a name from everywhere a hundred or so in the first hour and then fifty, coming back ${patience} h later too`, () => {
      const door = simulatedDoor();
      const perHour: number[] = [];
      for (let hour = 0; hour < 12; hour += 1) {
        const isAway = hour > 0 && hour < patience;
        let guesses = 0;
        for (let second = 0; second < HOUR && !isAway; second += 1) {
          const now = hour * HOUR + second;
          guesses += Number(door.fails({ username: 'admin', network: `elsewhere ${now}`, isKnown: false }, now));
        }
        perHour.push(guesses);
      }
      expect(Math.max(...perHour)).to.be.within(50, 110);
      perHour.forEach((guesses, hour) => {
        if (hour > 0 && perHour[hour - 1]! > 0) expect(guesses, `hour ${hour}`).to.be.at.most(55);
      });
    });
  }

  it('grants a guesser where the name is known, or who stays in one network, far less', () => {
    for (const isKnown of [true, false]) {
      const door = simulatedDoor();
      let guesses = 0;
      for (let now = 0; now < HOUR; now += 1) guesses += Number(door.fails({ username: 'admin', network: 'home', isKnown }, now));
      expect(guesses).to.be.within(5, 16);
    }
  });
});
