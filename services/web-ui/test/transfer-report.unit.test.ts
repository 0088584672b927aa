import type { RowResult } from '@catalog/transfer';
import { expect } from 'chai';
import { reportOf } from '../src/catalog/transfer-report.ts';

const result = (line: number, status: RowResult['status']): RowResult => ({ line, kind: 'price', name: `Price ${line}`, status });

describe('The report of an import', () => {
  it('counts every outcome, and has what failed before all else, both in the order of the file', () => {
    const results = [result(4, 'failed'), result(3, 'created'), result(1, 'created'), result(2, 'failed'), result(5, 'unchanged')];
    const { totals, rows } = reportOf('check', 'prices.csv', results);
    expect(totals).to.eql({ created: 2, updated: 0, unchanged: 1, failed: 2 });
    expect(rows.map(({ line }) => line)).to.eql([2, 4, 1, 3, 5]);
  });
});
