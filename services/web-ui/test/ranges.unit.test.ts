import { expect } from 'chai';
import { mainFacts, shownPrices, type StorePrice } from '../src/store/facts.ts';
import { priceStops, scaleOf } from '../src/store/ranges.ts';

describe('The scale of a measured attribute', () => {
  const value = (amount: string, unit_of_measure: 'Mbps' | 'Gbps' | 'None') => ({
    value: amount,
    unit_of_measure,
    count: 1,
    filter: `characteristic=Speed:=${amount}${unit_of_measure}`,
  });

  it('has its values from least to most, whatever their units', () => {
    const values = [value('100', 'Mbps'), value('1', 'Gbps'), value('50', 'Mbps'), value('2.5', 'Gbps'), value('500', 'Mbps')];
    expect(scaleOf({ attribute: 'Speed', min: 50, max: 2500, values })?.map((stop) => stop.value)).to.eql([
      '50Mbps',
      '100Mbps',
      '500Mbps',
      '1Gbps',
      '2.5Gbps',
    ]);
  });

  it('is not drawn for few values, nor where values cannot be compared', () => {
    const values = ['1', '2', '3', '4', '5'].map((amount) => value(amount, 'Mbps'));
    expect(scaleOf({ attribute: 'Speed', min: 1, max: 4, values: values.slice(0, 4) })).to.equal(undefined);
    expect(scaleOf({ attribute: 'Speed', values })).to.equal(undefined);
  });
});

describe('The stops of the price slider', () => {
  const range = (from: number, to: number, count: number) => ({ range: '', from, to, count, filter: '' });

  it('rise, and end with the highest range in which there is anything', () => {
    const stops = priceStops([range(0, 50, 3), range(50, 100, 0), range(100, 200, 1), range(200, 500, 0)]);
    expect(stops).to.eql([...stops].sort((one, other) => one - other));
    expect([stops[0], stops[1], stops.at(-1)]).to.eql([0, 10, 200]);
  });

  it('are there even where nothing is', () => {
    expect(priceStops([]).at(-1)).to.equal(50);
  });
});

describe('What matters of an offering', () => {
  const fact = (attribute: string, value: string) => ({ id: value, name: value, attribute, value, unit_of_measure: 'None' as const });
  const price = (value: number, currency: StorePrice['currency'], unit: string): StorePrice => ({
    id: `${value}`,
    name: '',
    value,
    currency,
    unit,
  });

  it('begins with what customers ask for first, each attribute once', () => {
    const specifications = [
      {
        id: '1',
        name: '',
        characteristics: [
          fact('Colour', 'red'),
          fact('Data', '5'),
          fact('Speed', '100'),
          fact('Speed', '200'),
          fact('Power', '3'),
          fact('Weight', '1'),
        ],
      },
    ];
    expect(mainFacts({ specifications }).map(({ attribute, value }) => `${attribute} ${value}`)).to.eql([
      'Speed 100',
      'Data 5',
      'Colour red',
      'Power 3',
    ]);
  });

  it('costs what recurs before what is paid once, in the customer’s currency', () => {
    const pricing = [
      price(9, 'EUR', 'per month'),
      price(5, 'USD', 'one-time'),
      price(20, 'USD', 'per month'),
      price(10, 'USD', 'per month'),
    ];
    const { main, others } = shownPrices(pricing, 'USD');
    expect([main, ...others].map((one) => one?.value)).to.eql([10, 20, 5]);
  });

  it('costs what it costs elsewhere where there is no such currency', () => {
    expect(shownPrices([price(9, 'EUR', 'per month')], 'TRY').main).to.include({ value: 9, currency: 'EUR' });
    expect(shownPrices([], 'TRY').main).to.equal(undefined);
  });
});
