/** The pages for those who look after the catalog; the web server lets nobody here who is not signed in. */
import type { ReactNode } from 'react';
import { kinds, pathOf } from '../../catalog/kinds.ts';
import { currentSpeech } from '../../text/current-locale.ts';
import { NavLink } from '../../site/nav-link.tsx';
import { currentUser } from '../../api/current-user.ts';

export default async function CatalogLayout({ children }: { children: ReactNode }) {
  const [{ text }, user] = await Promise.all([currentSpeech(), currentUser()]);
  return (
    <div className="catalog">
      <nav className="catalog-nav" aria-label={text.catalog.nav}>
        {kinds.map((kind) => <NavLink key={kind} href={pathOf(kind)}>{text.catalog.kinds[kind]}</NavLink>)}
        {user?.role === 'ADMIN' && <NavLink href="/catalog/transfer">{text.transfer.nav}</NavLink>}
      </nav>
      {children}
    </div>
  );
}
