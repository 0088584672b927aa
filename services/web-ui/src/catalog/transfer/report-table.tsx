/** The report of an import: how many lines came to what, then each of them. */
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { changesInWords, type ChangeWords } from './describe-changes.ts';
import type { Report } from './report.ts';

export type TransferWords = { kinds: Text['catalog']['kind']; name: string; changes: ChangeWords; unavailable: string };
type Row = Report['rows'][number];

const moods = { created: 'good', updated: 'info', unchanged: '', failed: 'bad' } as const;
const statuses = ['failed', 'created', 'updated', 'unchanged'] as const;

export function TransferTable({ report: { step, file, totals, rows }, text }: { report: Report; text: Text['transfer'] & TransferWords }) {
  const words = step === 'check' ? text.expected : text.statuses;
  const title = step === 'check' ? text.wouldBe : text.done;
  return (
    <section className="report" aria-labelledby="report-title">
      <h2 id="report-title">{title}</h2>
      <p role="status">{fill(step === 'check' ? text.checked : text.imported, { file })}</p>
      <ul className="totals">{statuses.map((status) => <li key={status}><span className={`badge ${totals[status] > 0 ? moods[status] : ''}`}>{totals[status]} {words[status]}</span></li>)}</ul>
      <div className="table-frame" tabIndex={0} role="region" aria-label={title}>
        <table className="list">
          <thead><tr>{[text.line, text.name, text.kind, text.outcome, text.details].map((head) => <th scope="col" key={head}>{head}</th>)}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <th scope="row">{row.line}</th>
                <td data-title={text.name}>{row.name}</td>
                <td data-title={text.kind}>{row.kind && text.kinds[`${row.kind}s`]}</td>
                <td data-title={text.outcome}><span className={`badge ${moods[row.status]}`}>{words[row.status]}</span></td>
                <td data-title={text.details}>{row.status === 'failed' ? reason(row, text.unavailable) : changesInWords(row, text.changes).map((one) => <div key={one}>{one}</div>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const reason = ({ code, message, field }: Row, unavailable: string): string =>
  (code === 'NOT_REACHED' ? unavailable : `${field ? `${field}: ` : ''}${message ?? ''}`);
