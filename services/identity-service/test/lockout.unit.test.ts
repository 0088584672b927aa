import { expect } from 'chai';
import { countedFor, LONGEST_SECONDS, lockedForSeconds } from '../src/lockout.ts';

const settings = { afterFailures: 5, firstSeconds: 30 };

describe('A lockout', () => {
  it('begins with the fifth failure, lasts twice as long with each further one, and never longer than a quarter of an hour', () => {
    const lasting = [0, 1, 4, 5, 6, 7, 9, 10, 2_000].map((failures) => lockedForSeconds(failures, settings));
    expect(lasting).to.eql([0, 0, 0, 30, 60, 120, 480, LONGEST_SECONDS, LONGEST_SECONDS]);
  });

  it('counts for the name from one network, and ten times as patiently for the name and for the network alone', () => {
    expect(countedFor({ username: 'Ada', network: '192.0.2.7' }, settings)).to.eql([
      { key: 'address 192.0.2.7', afterFailures: 50 },
      { key: 'both 192.0.2.7 ada', afterFailures: 5 },
      { key: 'name ada', afterFailures: 50 },
    ]);
  });

  it('counts a name as the same in any case and composition', () => {
    const [, , composed] = countedFor({ username: 'ZOË', network: 'n' }, settings);
    const [, , decomposed] = countedFor({ username: 'zoe\u0308', network: 'n' }, settings);
    expect(composed).to.eql(decomposed);
  });
});
