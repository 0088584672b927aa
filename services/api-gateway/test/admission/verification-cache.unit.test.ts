import { Rejection } from '@catalog/contracts';
import type { Verified } from '@catalog/http/server';
import { expect } from 'chai';
import { withVerificationCache } from '../../src/admission/verification-cache.ts';

describe('A verified token', () => {
  let verified: (string | undefined)[], time: number;
  const verify = async (authorization: string | undefined): Promise<Verified | undefined> => {
    verified.push(authorization);
    if (authorization === 'bad') throw new Rejection('UNAUTHENTICATED', 'The token is not valid');
    return authorization === undefined ? undefined : { subject: authorization, username: 'eve', role: 'USER', issuedAt: 1 };
  };
  const create = () => withVerificationCache(verify, { keptMs: 1_000, max: 2, now: () => time });

  beforeEach(() => {
    [verified, time] = [[], 1];
  });

  it('is verified once, and again when some time has passed', async () => {
    const verifyCached = create();
    for (time of [1, 1_001, 1_002]) expect((await verifyCached('a'))?.subject).to.equal('a');
    expect(verified).to.eql(['a', 'a']);
  });

  it('is never taken for another token, nor cached when it was refused', async () => {
    const verifyCached = create();
    await verifyCached('a');
    expect((await verifyCached('b'))?.subject).to.equal('b');
    expect(await verifyCached(undefined)).to.equal(undefined);
    for (let i = 0; i < 2; i += 1) {
      expect(await verifyCached('bad').catch((error: Rejection) => error.code)).to.equal('UNAUTHENTICATED');
    }
    expect(verified.filter((one) => one === 'bad').length).to.equal(2);
  });

  it('is forgotten when there are too many: first the one not used for longest', async () => {
    const verifyCached = create();
    for (const token of ['a', 'b', 'c', 'c', 'b', 'a']) await verifyCached(token);
    expect(verified).to.eql(['a', 'b', 'c', 'a']);
  });
});
