import { nameFrom } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { cellOf, textOf } from '../src/file/csv-cell.ts';
import { csvOf } from '../src/file/csv-of.ts';
import { readRows } from '../src/file/read-rows.ts';
import type { Row } from '../src/row.ts';

const price: Row = { kind: 'price', name: 'Monthly', value: 24.99, unit: 'per month', currency: 'USD' };
const speed: Row = { kind: 'characteristic', name: 'Speed 100', attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' };

describe('the rows of a file', () => {
  /** Line → the row, or the code, field and message of its refusal. */
  const read = (text: string, format: 'ndjson' | 'csv' = 'ndjson') =>
    readRows(text, format).map((entry): [number, Row | string] => {
      if ('row' in entry) return [entry.line, entry.row];
      const { code, details, message } = entry.error as { code: string; details: { field?: string }; message: string };
      return [entry.line, `${code} ${details.field ?? '-'}: ${message}`];
    });
  const lines = (...rows: unknown[]) => rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

  it('are read with the numbers of their lines, whatever the lines end with', () => {
    expect(read(`${JSON.stringify(speed)}\r\n\r\n${JSON.stringify(price)}\n`)).to.eql([
      [1, speed],
      [3, price],
    ]);
  });

  it('are refused one by one, naming the field', () => {
    const { value: _value, ...unpriced } = price;
    expect(
      read(
        lines(
          price,
          '{"kind":',
          '[]',
          { kind: 'bundle' },
          unpriced,
          { ...price, name: 'Other', value: '9' },
          { ...price, colour: 1 },
          { ...speed, unit_of_measure: 'Knots' },
        ),
      )
        .slice(1)
        .map(([line, said]) => [line, (said as string).replace(/JSON: .*/, 'JSON')]),
    ).to.eql([
      [2, 'MALFORMED_ROW -: The line is not JSON'],
      [3, 'MALFORMED_ROW -: A row is a JSON object'],
      [4, 'MALFORMED_ROW kind: kind must be one of characteristic, price, specification, category, offering'],
      [5, 'VALIDATION_ERROR value: value is required'],
      [6, 'VALIDATION_ERROR value: value must be a number'],
      [7, 'VALIDATION_ERROR colour: colour is not known here'],
      [
        8,
        'VALIDATION_ERROR unit_of_measure: unit_of_measure must be one of Mbps, Gbps, MB, GB, TB, GHz, Volt, Watt, Meter, Percent, Seconds, Minutes, Hours, Days, Months, Years, Unit, None',
      ],
    ]);
  });

  it('may not repeat each other: names in any case, offerings by their external_id first', () => {
    const offering = { kind: 'offering', name: 'Home' };
    expect(
      read(
        lines(
          price,
          { ...price, name: ' MONTHLY ' },
          offering,
          { ...offering, external_id: 'a' },
          { ...offering, external_id: 'b' },
          { ...offering, name: 'Other', external_id: 'a' },
        ),
      ).filter(([, said]) => typeof said === 'string'),
    ).to.eql([
      [2, 'REPEATED_ROW name: Line 1 is about the same price'],
      [6, 'REPEATED_ROW external_id: Line 4 is about the same offering'],
    ]);
  });

  it('come from CSV too, where the columns say of what', () => {
    expect(read('name,value,unit,currency\nMonthly,24.99,per month,USD\n', 'csv')).to.eql([[2, price]]);
    const { unit: _, ...withoutUnit } = price;
    const charge = { type: 'recurring', every: { count: 1, unit: 'month' }, per: 'SIM' };
    expect(read('name,value,currency,charge\nMonthly,24.99,USD,per SIM per month\n', 'csv')).to.eql([[2, { ...withoutUnit, charge }]]);
    expect(read('name,value,unit,currency,charge\nMonthly,24.99,per month,USD,\n', 'csv')).to.eql([[2, price]]);
    expect(read('name,value,unit,currency,charge\nMonthly,24.99,per month,USD,sometimes\n', 'csv')[0]![1]).to.match(
      /^VALIDATION_ERROR charge: charge must be plain/,
    );
    expect(read('name,unit_of_measure,value,attribute\nSpeed 100,Mbps,100,\n', 'csv')).to.eql([
      [2, { kind: 'characteristic', name: 'Speed 100', value: '100', unit_of_measure: 'Mbps' }],
    ]);
    expect(read('name,value,unit,currency\nMonthly,24.99,per month,USD\nshort,1\nDaily,cheap,per day,USD\n', 'csv'))
      .to.deep.include([3, 'MALFORMED_ROW -: It has 2 cells where the first line names 4 columns'])
      .and.deep.include([4, 'VALIDATION_ERROR value: value must be a number']);
  });

  it('are the same after a way through CSV', () => {
    const awkward: Row = { ...speed, name: 'Speed (100)', value: 'up to "100", often less', unit_of_measure: 'None' };
    expect(csvOf('characteristics', [awkward, price])).to.equal(
      'name,attribute,value,unit_of_measure\nSpeed (100),Speed,"up to ""100"", often less",None\n',
    );
    expect(read(csvOf('characteristics', [awkward, speed]), 'csv').map(([, row]) => row)).to.eql([awkward, speed]);
    expect(read(csvOf('prices', [price]), 'csv').map(([, row]) => row)).to.eql([price]);
  });

  it('keep the line they start on, whatever lines their cells have and whatever ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const csv = [
        'name,value,unit,currency',
        `Monthly,1,"per${end}month",USD`,
        '',
        'short,1',
        '"a ""b""",2,per day,USD',
        'a"b,3,per day,USD',
        '"open,4',
      ].join(end);
      expect(read(csv, 'csv').map(([line, said]) => [line, typeof said === 'string' ? said.split(':')[0] : said.name])).to.eql([
        [2, 'Monthly'],
        [5, 'MALFORMED_ROW -'],
        [6, 'a "b"'],
        [7, 'MALFORMED_ROW -'],
        [8, 'MALFORMED_ROW -'],
      ]);
    }
  });

  it('are refused when they say something twice, as a whole where a column is there twice', () => {
    expect(read('{"kind":"price","name":"a","value":1,"value":2,"unit":"per month","currency":"USD"}')).to.eql([
      [1, 'MALFORMED_ROW value: It has "value" twice'],
    ]);
    expect(() => read('name,value,unit,currency,value\na,1,per month,USD,2', 'csv')).to.throw(
      'The first line names the column "value" twice',
    );
  });

  it('say what they are about where they are refused, as far as they do', () => {
    const refused = readRows(
      lines({ ...price, value: '9' }, { kind: 'bundle', name: 'x' }, 'no JSON', { kind: 'price', name: 7 }),
      'ndjson',
    );
    expect(refused.map((entry) => 'error' in entry && [entry.kind, entry.name])).to.eql([
      ['price', 'Monthly'],
      [null, 'x'],
      [null, null],
      ['price', null],
    ]);
  });

  it('are all refused where none is good', () => {
    expect(read('PNG\nIHDR').map(([line]) => line)).to.eql([1, 2]);
    expect(read('name,value,unit,currency\nshort,1\n', 'csv')).to.have.length(1);
  });

  it('make a file unusable when there is nothing to be read in it', () => {
    expect(() => readRows('', 'ndjson')).to.throw('There is no row of a catalog in it');
    expect(() => readRows('', 'csv')).to.throw('There is no row of a catalog in it');
    expect(() => readRows('a,b\n1,2', 'csv')).to.throw('CSV is for characteristics');
  });

  it('are not read below a first line of more columns than anything has: what is said of each would be as long as that line', () => {
    const header = ['name', 'currency', ...Array.from({ length: 120_000 }, (_, index) => `c${index}`)].join(',');
    expect(() => readRows(`${header}\n${'1\n'.repeat(2_000)}`, 'csv')).to.throw('The first line has 120002 columns: at most 100');
  });
});

describe('a cell', () => {
  const dangerous = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^['=+\-@\t\r\n\uFF1D"', 0-9.]{0,8}$/));

  it('is no formula to a spreadsheet, and its text again to us', () => {
    fc.assert(
      fc.property(text, (given) => {
        const cell = cellOf(given);
        if (dangerous.test(cell)) expect(cell).to.match(/^-\d+(\.\d+)?$/);
        expect(textOf(cell)).to.equal(given);
      }),
    );
    expect(['=HYPERLINK("x")', '@SUM(1)', '+1', '-1+2', "'-5"].map(cellOf)).to.eql([
      `'=HYPERLINK("x")`,
      "'@SUM(1)",
      "'+1",
      "'-1+2",
      "''-5",
    ]);
    expect(['-5', '-0.5', '5', "'tis"].map(cellOf)).to.eql(['-5', '-0.5', '5', "'tis"]);
  });

  it('brings any row through a file unchanged', () => {
    const name = text.filter((raw) => isName(raw)).map((raw) => nameFrom(raw));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ name, unit: name }), { selector: (one) => one.name.toLowerCase(), minLength: 1, maxLength: 5 }),
        (rows) => {
          const prices = rows.map((one): Row => ({ ...price, ...one }));
          for (const end of ['\n', '\r\n']) {
            expect(
              readRows(csvOf('prices', prices).replaceAll('\n', end), 'csv').map((entry) => ('row' in entry ? entry.row : entry)),
            ).to.eql(prices);
          }
        },
      ),
    );
  });
});

function isName(raw: string): boolean {
  try {
    return nameFrom(raw) !== '';
  } catch {
    return false;
  }
}
