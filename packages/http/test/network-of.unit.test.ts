import { expect } from 'chai';
import { networkOf } from '../src/server/limits/network-of.ts';

describe('The network of an address', () => {
  it('is an IPv4 address itself, also where it is mapped to IPv6', () => {
    expect([networkOf('1.2.3.4'), networkOf('::ffff:1.2.3.4')]).to.eql(['1.2.3.4', '1.2.3.4']);
  });

  it('is of IPv6 what one customer has, however it is written', () => {
    expect(networkOf('2001:db8:0:1:aaaa::1')).to.equal('2001:db8:0:1::/64');
    expect(networkOf('2001:0DB8::1:bbbb:0:0:2')).to.equal('2001:db8:0:1::/64');
    expect(networkOf('fe80::1%eth0')).to.equal('fe80:0:0:0::/64');
    expect(networkOf('::1')).to.equal('0:0:0:0::/64');
  });

  it('is whatever was given where that is no address', () => {
    expect(networkOf('unknown')).to.equal('unknown');
  });
});
