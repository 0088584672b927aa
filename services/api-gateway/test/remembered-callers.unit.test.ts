import { Rejection } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { expect } from 'chai';
import { remembering } from '../src/remembered-callers.ts';

describe('Whose a token is', () => {
  let verified: (string | undefined)[], time: number;
  const verify = async (authorization: string | undefined): Promise<Caller | undefined> => {
    verified.push(authorization);
    if (authorization === 'bad') throw new Rejection('UNAUTHENTICATED', 'The token is not valid');
    return authorization === undefined ? undefined : { subject: authorization, username: 'eve', role: 'USER' };
  };
  const create = () => remembering(verify, { keptMs: 1_000, most: 2, now: () => time });

  beforeEach(() => { [verified, time] = [[], 0]; });

  it('is found out once, and again when some time has passed', async () => {
    const authenticate = create();
    for (time of [0, 999, 1_000]) expect((await authenticate('a'))?.subject).to.equal('a');
    expect(verified).to.eql(['a', 'a']);
  });

  it('is never taken from another token, nor remembered when it was refused', async () => {
    const authenticate = create();
    await authenticate('a');
    expect((await authenticate('b'))?.subject).to.equal('b');
    expect(await authenticate(undefined)).to.equal(undefined);
    for (let i = 0; i < 2; i += 1) {
      expect(await authenticate('bad').catch((error: Rejection) => error.code)).to.equal('UNAUTHENTICATED');
    }
    expect(verified.filter((one) => one === 'bad').length).to.equal(2);
  });

  it('is forgotten when there are too many: the oldest first', async () => {
    const authenticate = create();
    for (const token of ['a', 'b', 'c', 'c', 'b', 'a']) await authenticate(token);
    expect(verified).to.eql(['a', 'b', 'c', 'a']);
  });
});
