/** The head of a page about one thing: back to its list, its name, and what can be done with it. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Locale } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Kind, pathOf } from '../kinds.ts';

export function DetailHead({
  kind,
  name,
  badge,
  actions,
  locale: { text },
}: {
  kind: Kind;
  name: string;
  badge?: ReactNode;
  actions?: ReactNode;
  locale: Locale;
}) {
  return (
    <>
      <Link className="back-link" href={pathOf(kind)} prefetch={false}>
        <Icon name="back" />
        {text.catalog.kinds[kind]}
      </Link>
      <div className="page-head">
        <h1>
          {name} {badge}
        </h1>
        {actions && <div className="actions">{actions}</div>}
      </div>
    </>
  );
}
