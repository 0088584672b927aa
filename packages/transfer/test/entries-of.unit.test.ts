import { expect } from 'chai';
import { entriesOf } from '../src/file/entries-of.ts';

describe('a file', () => {
  it('is read as what its name says, in UTF-8 or not at all', () => {
    const row = { kind: 'price', name: 'Aylık ücret', value: 5, unit: 'per month', currency: 'TRY' };
    expect(entriesOf('catalog.ndjson', Buffer.from(JSON.stringify(row)))).to.eql([{ line: 1, row }]);
    expect(entriesOf('Prices.CSV', Buffer.from('name,value,unit,currency\nAylık ücret,5,per month,TRY'))).to.eql([{ line: 2, row }]);
    expect(() => entriesOf('catalog.ndjson', Buffer.from([0x7b, 0xfc, 0x7d]))).to.throw('The file is not in UTF-8');
  });
});
