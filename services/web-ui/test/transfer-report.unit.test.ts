import type { RowResult } from '@catalog/transfer';
import { expect } from 'chai';
import { describeChanges } from '../src/catalog/transfer/describe-changes.ts';
import { reportOf } from '../src/catalog/transfer/report.ts';

const result = (line: number, status: RowResult['status']): RowResult => ({ line, kind: 'price', name: `Price ${line}`, status });

describe('What an import changes', () => {
  const words = {
    fields: { value: 'Value', prices: 'Prices' },
    nothing: 'empty',
    shownBy: { one: '{count} published offering shows it', other: '{count} published offerings show it' },
  };

  it('is told from what to what, with how many published offerings show it', () => {
    const change = (field: string, from: unknown, to: unknown) => ({ field, from, to });
    const changed = {
      ...result(1, 'updated'),
      changes: [change('value', 24.99, 0.01), change('prices', ['A', 'B'], []), change('constructor', null, 'x')],
    };
    expect(describeChanges({ ...changed, published_offerings: 12 }, words)).to.eql([
      'Value: 24.99 → 0.01',
      'Prices: A, B → empty',
      'constructor: empty → x',
      '12 published offerings show it',
    ]);
    expect(describeChanges({ ...changed, changes: [], published_offerings: 1 }, words)).to.eql(['1 published offering shows it']);
    expect(describeChanges({ ...result(1, 'created'), warnings: ['It stays a draft'] }, words)).to.eql(['It stays a draft']);
    expect(describeChanges({ ...result(1, 'updated'), published_offerings: 0 }, words)).to.eql([]);
  });
});

describe('The report of an import', () => {
  it('counts every outcome, and has what failed before all else, both in the order of the file', () => {
    const results = [result(4, 'failed'), result(3, 'created'), result(1, 'created'), result(2, 'failed'), result(5, 'unchanged')];
    const { totals, rows } = reportOf('check', 'prices.csv', results);
    expect(totals).to.eql({ created: 2, updated: 0, unchanged: 1, failed: 2 });
    expect(rows.map(({ line }) => line)).to.eql([2, 4, 1, 3, 5]);
  });
});
