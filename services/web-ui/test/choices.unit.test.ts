import { expect } from 'chai';
import { addressFrom } from '../src/store/address.ts';
import { boundsOf, chosenValues, describeFilter, toggleValue, valueInFilter, withoutBounds, withoutFilter } from '../src/store/choices.ts';

describe('Choices by attribute', () => {
  const address = addressFrom({
    characteristic: ['Speed:=100Mbps|1Gbps', 'Speed limit:>=5Mbps', 'Technology:="4G|LTE"|5G', 'Data:>=5GB', 'Data:<=1TB'],
  });

  it('are the alternatives of one filter; a bar within quotes separates nothing', () => {
    expect(chosenValues(address, 'Speed')).to.eql(['100Mbps', '1Gbps']);
    expect(chosenValues(address, 'Technology')).to.eql(['"4G|LTE"', '5G']);
    expect(chosenValues(address, 'Data')).to.eql([]);
  });

  it('are added and taken back, and the last one takes the filter with it', () => {
    const [none] = [addressFrom({})];
    const one = toggleValue(none, 'Speed', '100Mbps');
    const two = toggleValue(one, 'Speed', '1Gbps');
    expect(two.characteristic).to.eql(['Speed:=100Mbps|1Gbps']);
    expect(toggleValue(two, 'Speed', '100Mbps').characteristic).to.eql(['Speed:=1Gbps']);
    expect(toggleValue(one, 'Speed', '100Mbps').characteristic).to.eql([]);
  });

  it('know the bounds of an attribute, and its alone', () => {
    expect(boundsOf(address, 'Data')).to.eql({ from: '5GB', to: '1TB' });
    expect(boundsOf(address, 'Speed')).to.eql({ from: undefined, to: undefined });
    expect(withoutBounds(address, 'Data').characteristic).to.eql([
      'Speed:=100Mbps|1Gbps',
      'Speed limit:>=5Mbps',
      'Technology:="4G|LTE"|5G',
    ]);
    expect(withoutFilter(address, 'Data:>=5GB').characteristic).to.have.length(4);
  });

  it('are read from a facet’s own filter', () => {
    expect(valueInFilter('characteristic=Wi-Fi%20band:=2.4GHz', 'Wi-Fi band')).to.equal('2.4GHz');
    expect(valueInFilter('characteristic=Technology:=ADSL2%2B', 'Technology')).to.equal('ADSL2+');
  });

  it('are said in words', () => {
    expect(describeFilter('Speed:>=100Mbps|1Gbps')).to.eql({ attribute: 'Speed', operator: '>=', values: ['100 Mbps', '1 Gbps'] });
    expect(describeFilter('Technology:="4G|\\"LTE\\""')).to.eql({ attribute: 'Technology', operator: '=', values: ['4G|"LTE"'] });
    expect(describeFilter('Discount:=20Percent').values).to.eql(['20 %']);
    expect(describeFilter('Speed')).to.eql({ attribute: 'Speed', operator: '', values: [] });
  });
});
