import { expect } from 'chai';
import { addressFrom, changed, hiddenFields, hrefOf, isFiltered } from '../src/store/address.ts';

describe('The store’s address', () => {
  it('is written as it was read', () => {
    const href =
      '/?query=fibre&currency=EUR&max_price=60&sort=price&page=3&characteristic=Speed%3A%3E%3D100Mbps&characteristic=Technology%3A%3D5G';
    expect(
      hrefOf(
        addressFrom({
          query: 'fibre',
          currency: 'EUR',
          max_price: '60',
          sort: 'price',
          page: '3',
          characteristic: ['Speed:>=100Mbps', 'Technology:=5G'],
        }),
      ),
    ).to.equal(href);
  });

  it('leaves out what a form sends empty, what it does not know, and the first page', () => {
    expect(hrefOf(addressFrom({ query: ' ', min_price: '', page: '1', utm_source: 'mail', characteristic: '' }))).to.equal('/');
  });

  it('takes the bounds that a form sends for filters, in the place of earlier ones', () => {
    const address = addressFrom({
      characteristic: ['Speed:>=50Mbps', 'Data:=5GB'],
      'from.Speed': '100Mbps',
      'to.Speed': '1Gbps',
      'from.Upload speed': '',
    });
    expect(address.characteristic).to.eql(['Data:=5GB', 'Speed:>=100Mbps', 'Speed:<=1Gbps']);
  });

  it('begins at the first page again when a choice changes, and can take one back', () => {
    const address = addressFrom({ query: 'fibre', channel: 'online', page: '4' });
    expect(hrefOf(changed(address, { sort: 'price' }))).to.equal('/?query=fibre&channel=online&sort=price');
    expect(hrefOf(changed(address, { channel: undefined }))).to.equal('/?query=fibre');
    expect(hrefOf(changed(address, { category: 'c' }))).to.equal('/?query=fibre&channel=online&category=c');
  });

  it('is repeated by a form but for its own fields and the page', () => {
    const address = addressFrom({ query: 'fibre', min_price: '5', page: '2', characteristic: ['Data:=5GB', 'Speed:=1Gbps'] });
    expect(hiddenFields(address, ['min_price', 'max_price'])).to.eql([
      ['query', 'fibre'],
      ['characteristic', 'Data:=5GB'],
      ['characteristic', 'Speed:=1Gbps'],
    ]);
  });

  it('tells whether it narrows anything', () => {
    expect(isFiltered(addressFrom({ currency: 'EUR', sort: 'price', page: '2' }))).to.equal(false);
    for (const one of [{ query: 'a' }, { min_price: '0' }, { channel: 'online' }, { category: 'c' }, { characteristic: 'Data:=5GB' }])
      expect(isFiltered(addressFrom(one))).to.equal(true);
  });
});
