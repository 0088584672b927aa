/** The report of an import or a check: totals by outcome, and each row, failed ones first. */
import { type RowResult, type Totals, totalsOf } from '@catalog/transfer';

export type Step = 'check' | 'import';
export type Report = { step: Step; file: string; totals: Totals; rows: RowResult[] };
export type TransferState = { problem?: string; report?: Report };

export const reportOf = (step: Step, file: string, results: RowResult[]): Report => ({
  step,
  file,
  totals: totalsOf(results),
  rows: results.toSorted((one, other) => rank(one) - rank(other) || one.line - other.line),
});

const rank = ({ status }: RowResult): number => (status === 'failed' ? 0 : 1);
