import { unitsOfMeasure } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { expectRejection } from '../../../../test/support/expect-rejection.ts';
import { quantityOf } from '../../src/rules/document/quantity.ts';
import { textKey } from '../../src/rules/document/text-keys.ts';
import { type Comparison, filterSelecting, parseCharacteristicFilter } from '../../src/rules/query/characteristic-filter.ts';

const one = (text: string): Comparison => {
  const [comparison, ...others] = parseCharacteristicFilter(text);
  expect(others).to.eql([]);
  return comparison!;
};
const quantity = (dimension: string, number: number) => ({ kind: 'quantity', quantity: { dimension, number } });

describe('A characteristic filter', () => {
  it('compares numbers in the base unit of their dimension', () => {
    expect(one('Speed:>50Mbps')).to.eql({ attribute: 'speed', operator: '>', operand: quantity('bandwidth', 50) });
    expect(one('Speed:>=1Gbps').operand).to.eql(quantity('bandwidth', 1000));
    expect(one('Speed:=0.07Gbps').operand).to.eql(quantity('bandwidth', 70));
    expect(one('Data volume:<2TB')).to.eql({ attribute: 'data volume', operator: '<', operand: quantity('data', 2_000_000) });
    expect(one('Term:=12Months').operand).to.eql(quantity('time', 12 * 30 * 86_400));
    expect(one('Temperature: <= -5.5 Percent').operand).to.eql(quantity('percentage', -5.5));
  });

  it('takes units that people write beside those of the catalog', () => {
    expect(one('Latency:<=5ms').operand).to.eql(quantity('time', 0.005));
    expect(one('Speed:>500kbps').operand).to.eql(quantity('bandwidth', 0.5));
    expect(one('Term:>=2 weeks').operand).to.eql(quantity('time', 14 * 86_400));
    expect(one('Share:>50%').operand).to.eql(quantity('percentage', 50));
  });

  it('takes units in any case', () => expect(one('Speed:>50mbps')).to.eql(one('Speed:>50Mbps')));

  it('takes a number without a unit in the unit of each value', () => {
    expect(one('Speed:>=100')).to.eql({ attribute: 'speed', operator: '>=', operand: { kind: 'number', number: 100 } });
  });

  it('compares everything else as text, without case', () => {
    expect(one('Technology:=5G').operand).to.eql({ kind: 'text', text: '5g' });
    expect(one('Colour:!=Dark Blue').operand).to.eql({ kind: 'text', text: 'dark blue' });
    expect(one('Band:="100Mbps"').operand).to.eql({ kind: 'text', text: '100mbps' });
    expect(one('Note:="a|b \\"c\\" \\\\"').operand).to.eql({ kind: 'text', text: 'a|b "c" \\' });
  });

  it('knows every operator', () => {
    for (const operator of ['=', '!=', '>', '>=', '<', '<=']) expect(one(`Speed:${operator}5Mbps`).operator).to.equal(operator);
  });

  it('offers alternatives, which may leave out what they share', () => {
    const alternatives = parseCharacteristicFilter('Speed:<50Mbps|>=1Gbps|Technology:=4G|5G|"6:G"');
    expect(alternatives.map(({ attribute, operator }) => `${attribute}${operator}`)).to.eql([
      'speed<',
      'speed>=',
      'technology=',
      'technology=',
      'technology=',
    ]);
    expect(alternatives.at(-1)!.operand).to.eql({ kind: 'text', text: '6:g' });
  });

  const faults: [text: string, position: number][] = [
    ['', 1],
    ['Speed', 1],
    ['Speed100', 1],
    ['Speed:', 7],
    ['Speed:100', 7],
    [':>5', 1],
    ['Speed:>', 8],
    ['Speed:=', 8],
    ['Speed:= ', 9],
    ['Speed:>fast', 8],
    ['Speed:>5Mbsp', 9],
    ['Speed:==5', 8],
    ['Speed:=>5', 8],
    ['Speed:>5|', 10],
    ['Speed:>5|6', 10],
    ['|', 1],
    ['Speed:>1e308Gbps', 8],
    ['Speed:=1e3Mbps', 8],
    ['Speed:>1e400', 8],
    ['Speed:>=+5', 9],
    ['Speed:>.5', 8],
    ['Speed:<5.Mbps', 8],
    ['Speed:!=1e3', 9],
    ['Speed:>Infinity', 8],
    ['Speed:=5Mbps|1e9Mbps', 14],
    [`Speed:>${'9'.repeat(101)}Mbps`, 8],
    ['Speed:>5constructor', 9],
    ['Speed:>5__proto__', 9],
    ['Speed:>NaN', 8],
    ['Speed:>0x10', 9],
    ['Speed:>1,5', 9],
    ['Speed:=5|Technology:5G', 21],
    ['Speed:="5', 8],
    ['Speed:="5" Mbps', 12],
    ['Speed:>"5"', 8],
    ['Speed:=5||6', 10],
  ];
  for (const [text, position] of faults) {
    it(`refuses ${JSON.stringify(text)} at position ${position}`, () => {
      const { code, details } = expectRejection(() => parseCharacteristicFilter(text));
      expect(code).to.equal('VALIDATION_ERROR');
      expect(details).to.eql({ field: 'characteristic', value: text, position });
    });
  }

  it('takes no amount that a characteristic cannot have, and none that is not finite in the base unit', () => {
    const odd = fc.oneof(
      fc.constantFrom(
        'Infinity',
        '-Infinity',
        'NaN',
        '1e308',
        '1e400',
        '-1e309',
        '9'.repeat(100),
        '9'.repeat(400),
        `0.${'0'.repeat(97)}1`,
        '-0',
        '0x1F',
        '1_000',
        '١٢',
      ),
      fc.double().map(String),
      fc.bigInt().map(String),
    );
    const unit = fc.constantFrom('', ...unitsOfMeasure, 'tbps', 'pb', 'weeks', '%');
    fc.assert(
      fc.property(odd, unit, fc.constantFrom('=', '!=', '>', '<='), (amount, name, operator) => {
        let operand;
        try {
          operand = one(`Speed:${operator}${amount}${name}`).operand;
        } catch (error) {
          expect(error).to.have.property('code', 'VALIDATION_ERROR');
          return;
        }
        if (operand.kind === 'text') expect(operator).to.match(/=/);
        else expect(operand.kind === 'number' ? operand.number : operand.quantity.number).to.satisfy(Number.isFinite);
        if (/^-?\d+(\.\d+)?$/.test(amount) && amount.length <= 100) expect(operand.kind).not.to.equal('text');
      }),
      { numRuns: 500 },
    );
  });

  it('takes text for text even where it looks like a number in quotes, or has a unit that nobody knows', () => {
    for (const [text, wanted] of [
      ['"1e3"', '1e3'],
      ['"Infinity"', 'infinity'],
      ['Infinity', 'infinity'],
      ['1e3x', '1e3x'],
      ['4G', '4g'],
    ] as const) {
      expect(one(`Model:=${text}`).operand).to.eql({ kind: 'text', text: wanted });
    }
  });

  it('never fails but by refusing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[aS:=<>!|"\\ 0-9MGbps.-]*$/)), (text) => {
        try {
          parseCharacteristicFilter(text);
        } catch (error) {
          expect(error).to.have.property('code', 'VALIDATION_ERROR');
        }
      }),
    );
  });

  it('selects a value it was printed for', () => {
    const values = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.stringMatching(/^[ "\\|:=<>!5aG]*$/),
    );
    fc.assert(
      fc.property(values, fc.constantFrom(...unitsOfMeasure), (value, unit_of_measure) => {
        const { operator, operand } = one(filterSelecting({ attribute: 'Speed', value, unit_of_measure }));
        expect(operator).to.equal('=');
        const isMeasured = unit_of_measure !== 'Unit' && unit_of_measure !== 'None' && quantityOf(value, unit_of_measure) !== undefined;
        if (isMeasured) expect(operand).to.eql({ kind: 'quantity', quantity: quantityOf(value, unit_of_measure) });
        else expect(operand).to.eql({ kind: 'text', text: textKey(value) });
      }),
    );
  });
});
