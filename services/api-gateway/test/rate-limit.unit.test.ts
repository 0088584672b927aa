import { expect } from 'chai';
import { loginKey, perMinute, requestKey } from '../src/rate-limit.ts';

describe('The rate limit', () => {
  it('counts a user wherever they are, and everyone else by address', () => {
    const caller = { subject: 'u-1', username: 'eve', role: 'USER' as const };
    expect(requestKey(caller, '1.2.3.4')).to.equal(requestKey(caller, '5.6.7.8'));
    expect(requestKey(undefined, '1.2.3.4')).not.to.equal(requestKey(undefined, '5.6.7.8'));
    expect(requestKey(undefined, '1.2.3.4')).not.to.equal(loginKey('1.2.3.4'));
  });

  it('takes an IPv6 customer’s network as one address, and a mapped IPv4 address as what it is', () => {
    expect(loginKey('2001:db8:0:1:aaaa::1')).to.equal(loginKey('2001:0DB8::1:bbbb:0:0:2'));
    expect(loginKey('2001:db8:0:1::1')).not.to.equal(loginKey('2001:db8:0:2::1'));
    expect(loginKey('::ffff:1.2.3.4')).to.equal(loginKey('1.2.3.4'));
    expect(loginKey('fe80::1%eth0')).to.equal(loginKey('fe80::2'));
    expect(loginKey('::1')).to.equal('login 0:0:0:0::/64');
  });

  it('lets so many pass and no more, each key for itself', async () => {
    const take = perMinute(2);
    expect((await take('a')).remaining).to.equal(1);
    expect(await take('a')).to.deep.include({ limit: 2, remaining: 0, isExceeded: false });
    const third = await take('a');
    expect(third.isExceeded).to.equal(true);
    expect(third.resetSeconds).to.be.within(1, 60);
    expect((await take('b')).isExceeded).to.equal(false);
  });

  it('knows who goes on after a hundred refusals', async () => {
    const take = perMinute(2);
    const taken: boolean[] = [];
    for (let count = 0; count < 104; count += 1) taken.push((await take('a')).isDeaf);
    expect(taken.indexOf(true)).to.equal(102);
  });
});
