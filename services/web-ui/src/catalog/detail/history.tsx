/** A thing's history: who changed which fields when, from which value to which. */
import { ownProperty } from '../../own-property.ts';
import { fill, type Locale } from '../../text/locale.ts';
import { scalarText } from '../scalar-text.ts';

type HistoryEntry = {
  version: number;
  change: string;
  at: string;
  actor: { username: string };
  changes: { field: string; from?: unknown; to?: unknown }[];
};

export function History({ entries, locale }: { entries: HistoryEntry[]; locale: Locale }) {
  const { catalog } = locale.text;
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">{catalog.history}</h2>
      {entries.length === 0 ? (
        <p className="quiet-text">{catalog.historyNone}</p>
      ) : (
        <ol className="history">
          {entries.map((entry) => (
            <Entry key={entry.version} entry={entry} locale={locale} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ entry: { change, at, actor, changes }, locale }: { entry: HistoryEntry; locale: Locale }) {
  const { catalog } = locale.text;
  const valueText = (value: unknown): string => {
    if (Array.isArray(value)) return locale.number(value.length);
    return scalarText(value) || (typeof value === 'object' && value !== null ? '…' : catalog.changes.none);
  };
  const fields = changes.map(
    ({ field, from, to }) => `${ownProperty(catalog.fields, field) ?? field}: ${valueText(from)} → ${valueText(to)}`,
  );
  const inWords = change.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return (
    <li>
      <p>
        <strong>{fill(catalog.historyBy, { change: inWords, who: actor.username })}</strong>{' '}
        <span className="small">{locale.moment(at)}</span>
      </p>
      {fields.length > 0 && <p className="small">{fields.join(' · ')}</p>}
    </li>
  );
}
