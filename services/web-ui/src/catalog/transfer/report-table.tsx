/** Shows the report of an import or a check: totals by outcome, then each row. */
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { Badge } from '../../ui/badge.tsx';
import { type ChangeLabels, describeChanges } from './describe-changes.ts';
import type { Report } from './report.ts';

export type ReportLabels = Text['transfer'] & {
  kinds: Record<NonNullable<Row['kind']>, string>;
  name: string;
  changes: ChangeLabels;
  unavailable: string;
};
type Row = Report['rows'][number];

const tones = { created: 'good', updated: 'info', unchanged: '', failed: 'bad' } as const;
const statuses = ['failed', 'created', 'updated', 'unchanged'] as const;

export function ReportTable({ report: { step, file, totals, rows }, text }: { report: Report; text: ReportLabels }) {
  const outcomes = step === 'check' ? text.expected : text.statuses;
  const title = step === 'check' ? text.wouldBe : text.done;
  return (
    <section className="report" aria-labelledby="report-title">
      <h2 id="report-title">{title}</h2>
      <p role="status">{fill(step === 'check' ? text.checked : text.imported, { file })}</p>
      <ul className="totals">
        {statuses.map((status) => (
          <li key={status}>
            <Badge tone={totals[status] > 0 ? tones[status] : ''}>{`${totals[status]} ${outcomes[status]}`}</Badge>
          </li>
        ))}
      </ul>
      <div className="table-frame" tabIndex={0} role="region" aria-label={title}>
        <table className="list">
          <thead>
            <tr>
              {[text.line, text.name, text.kind, text.outcome, text.details].map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ReportRow key={row.line} row={row} outcome={outcomes[row.status]} text={text} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ReportRow({ row, outcome, text }: { row: Row; outcome: string; text: ReportLabels }) {
  return (
    <tr>
      <th scope="row">{row.line}</th>
      <td data-title={text.name}>{row.name}</td>
      <td data-title={text.kind}>{row.kind && text.kinds[row.kind]}</td>
      <td data-title={text.outcome}>
        <Badge tone={tones[row.status]}>{outcome}</Badge>
      </td>
      <td data-title={text.details}>
        {row.status === 'failed'
          ? reasonOf(row, text.unavailable)
          : describeChanges(row, text.changes).map((one) => <div key={one}>{one}</div>)}
      </td>
    </tr>
  );
}

const reasonOf = ({ code, message, field }: Row, unavailable: string): string =>
  code === 'NOT_REACHED' ? unavailable : `${field ? `${field}: ` : ''}${message ?? ''}`;
