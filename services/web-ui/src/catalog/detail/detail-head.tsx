/** Parts of the page of one thing. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ownEntry } from '../../own-property.ts';
import { fill, type Speech } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Kind, pathOf } from '../kinds.ts';
import { plainly } from '../scalar-text.ts';
import type { Reference } from '../references.ts';

export function DetailHead({ kind, name, badge, actions, speech: { text } }: { kind: Kind; name: string; badge?: ReactNode; actions?: ReactNode; speech: Speech }) {
  return (
    <>
      <Link className="back-link" href={pathOf(kind)} prefetch={false}><Icon name="back" />{text.catalog.kinds[kind]}</Link>
      <div className="page-head">
        <h1>{name} {badge}</h1>
        {actions && <div className="actions">{actions}</div>}
      </div>
    </>
  );
}

export function Fields({ rows }: { rows: [title: string, value: ReactNode][] }) {
  return <dl className="fields">{rows.filter(([, value]) => value !== undefined && value !== null && value !== '').map(([title, value]) => <div key={title}><dt>{title}</dt><dd>{value}</dd></div>)}</dl>;
}

export function References({ id, title, kind, references, none, speech: { text }, children }: {
  id: string; title: string; kind: Kind; references: Reference[]; none?: string; speech: Speech; children?: ReactNode;
}) {
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {references.length === 0 ? <p className="quiet-text">{none ?? text.catalog.none}</p> : (
        <ul className="references">
          {references.map((one) => (
            <li key={one.id}>
              {one.name === undefined ? <span className="quiet-text">{one.id} ({text.catalog.missing})</span> : <Link href={pathOf(kind, one.id)} prefetch={false}>{one.name}</Link>}
              {one.detail && <small>{one.detail}</small>}
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}

type HistoryEntry = {
  version: number; change: string; at: string; actor: { username: string }; changes: { field: string; from?: unknown; to?: unknown }[];
};

export function History({ entries, speech }: { entries: HistoryEntry[]; speech: Speech }) {
  const { text } = speech;
  const said = (value: unknown): string => {
    if (Array.isArray(value)) return speech.number(value.length);
    if (typeof value === 'object' && value !== null) return '…';
    return plainly(value) || text.catalog.changes.none;
  };
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">{text.catalog.history}</h2>
      {entries.length === 0 ? <p className="quiet-text">{text.catalog.historyNone}</p> : (
        <ol className="history">
          {entries.map(({ version, change, at, actor, changes }) => (
            <li key={version}>
              <p><strong>{fill(text.catalog.historyBy, { change: change.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '), who: actor.username })}</strong> <span className="small">{speech.moment(at)}</span></p>
              {changes.length > 0 && <p className="small">{changes.map(({ field, from, to }) => `${ownEntry(text.catalog.fields, field) ?? field}: ${said(from)} → ${said(to)}`).join(' · ')}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
