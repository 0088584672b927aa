/** Links to the things that a thing refers to, or that refer to it. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Locale } from '../../text/locale.ts';
import { type Kind, pathOf } from '../kinds.ts';
import type { Reference } from '../references.ts';

export function References({
  id,
  title,
  kind,
  references,
  none,
  locale: { text },
  children,
}: {
  id: string;
  title: string;
  kind: Kind;
  references: Reference[];
  none?: string;
  locale: Locale;
  children?: ReactNode;
}) {
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {references.length === 0 ? (
        <p className="quiet-text">{none ?? text.catalog.none}</p>
      ) : (
        <ul className="references">
          {references.map((one) => (
            <li key={one.id}>
              {one.name === undefined ? (
                <span className="quiet-text">
                  {one.id} ({text.catalog.missing})
                </span>
              ) : (
                <Link href={pathOf(kind, one.id)} prefetch={false}>
                  {one.name}
                </Link>
              )}
              {one.detail && <small>{one.detail}</small>}
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}
