import { Rejection } from '@catalog/contracts';
import type { Verified } from '@catalog/http/server';
import { expect } from 'chai';
import { remembering } from '../../src/admission/verification-cache.ts';

describe('Whose a token is', () => {
  let verified: (string | undefined)[], time: number;
  const verify = async (authorization: string | undefined): Promise<Verified | undefined> => {
    verified.push(authorization);
    if (authorization === 'bad') throw new Rejection('UNAUTHENTICATED', 'The token is not valid');
    return authorization === undefined ? undefined : { subject: authorization, username: 'eve', role: 'USER', issuedAt: 1 };
  };
  const create = () => remembering(verify, { keptMs: 1_000, most: 2, now: () => time });

  beforeEach(() => { [verified, time] = [[], 0]; });

  it('is found out once, and again when some time has passed', async () => {
    const identify = create();
    for (time of [0, 999, 1_000]) expect((await identify('a'))?.subject).to.equal('a');
    expect(verified).to.eql(['a', 'a']);
  });

  it('is never taken from another token, nor remembered when it was refused', async () => {
    const identify = create();
    await identify('a');
    expect((await identify('b'))?.subject).to.equal('b');
    expect(await identify(undefined)).to.equal(undefined);
    for (let i = 0; i < 2; i += 1) {
      expect(await identify('bad').catch((error: Rejection) => error.code)).to.equal('UNAUTHENTICATED');
    }
    expect(verified.filter((one) => one === 'bad').length).to.equal(2);
  });

  it('is forgotten when there are too many: the oldest first', async () => {
    const identify = create();
    for (const token of ['a', 'b', 'c', 'c', 'b', 'a']) await identify(token);
    expect(verified).to.eql(['a', 'b', 'c', 'a']);
  });
});
