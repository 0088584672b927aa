import { revokedBy } from '@catalog/contracts';
import { expect } from 'chai';
import { bounded } from '../src/tokens/revocations.ts';

describe('What is revoked', () => {
  const newest = [5, 4, 3, 2, 1].map((one) => ({ subject: `user-${one}`, not_before: one * 100 }));

  it('is told user by user as long as they are few', () => {
    expect(bounded(newest, 5)).to.eql(newest);
    expect(bounded([], 5)).to.eql([]);
  });

  it('never refuses less when they are too many to be told: the older ones become one for everybody', () => {
    const told = bounded(newest, 2);
    expect(told).to.eql([...newest.slice(0, 2), { not_before: 300 }]);
    const [exact, shortened] = [revokedBy(newest), revokedBy(told)];
    for (const { subject } of [...newest, { subject: 'user-6' }]) {
      for (let issuedAt = 0; issuedAt < 700; issuedAt += 50) {
        const token = { subject, role: 'USER' as const, issuedAt };
        if (exact(token)) expect(shortened(token), `${subject} ${issuedAt}`).to.equal(true);
        if (issuedAt >= 500) expect(shortened(token)).to.equal(false);
      }
    }
  });

  it('is never a service’s token by what is for everybody', () => {
    expect(revokedBy([{ not_before: 300 }])({ subject: 'store-service', role: 'SERVICE', issuedAt: 1 })).to.equal(false);
  });
});
