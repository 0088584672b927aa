import { expect } from 'chai';
import { loginKey, requestKey, weightOf } from '../../src/admission/rate-limit.ts';

describe('The rate limit of the gateway', () => {
  it('counts a user wherever they are, and everyone else by address', () => {
    const caller = { subject: 'u-1', username: 'eve', role: 'USER' as const };
    expect(requestKey(caller, '1.2.3.4')).to.equal(requestKey(caller, '5.6.7.8'));
    expect(requestKey(undefined, '1.2.3.4')).not.to.equal(requestKey(undefined, '5.6.7.8'));
    expect(requestKey(undefined, '1.2.3.4')).not.to.equal(loginKey('1.2.3.4'));
  });

  it('counts a request once more for each time that its body is as long as the longest may be, up to a hundred', () => {
    const lengths = [undefined, '0', '65535', '65536', '200000', '1e3', '9'.repeat(400), 'x'];
    expect(lengths.map(weightOf)).to.deep.equal([1, 1, 1, 2, 4, 1, 101, 1]);
  });

  it('takes an IPv6 customer’s network as one address, and a mapped IPv4 address as what it is', () => {
    expect(loginKey('2001:db8:0:1:aaaa::1')).to.equal(loginKey('2001:0DB8::1:bbbb:0:0:2'));
    expect(loginKey('2001:db8:0:1::1')).not.to.equal(loginKey('2001:db8:0:2::1'));
    expect(loginKey('::ffff:1.2.3.4')).to.equal(loginKey('1.2.3.4'));
    expect(loginKey('fe80::1%eth0')).to.equal(loginKey('fe80::2'));
    expect(loginKey('::1')).to.equal('login 0:0:0:0::/64');
  });
});
