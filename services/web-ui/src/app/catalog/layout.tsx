/** The frame of the catalog's pages; the web server lets only signed-in users reach them. */
import type { ReactNode } from 'react';
import { kinds, pathOf } from '../../catalog/kinds.ts';
import { currentLocale } from '../../text/current-locale.ts';
import { NavLink } from '../../site/nav-link.tsx';
import { currentUser } from '../../api/current-user.ts';

export default async function CatalogLayout({ children }: { children: ReactNode }) {
  const [{ text }, user] = await Promise.all([currentLocale(), currentUser()]);
  return (
    <div className="catalog">
      <nav className="catalog-nav" aria-label={text.catalog.nav}>
        {kinds.map((kind) => (
          <NavLink key={kind} href={pathOf(kind)}>
            {text.catalog.kinds[kind]}
          </NavLink>
        ))}
        {user?.role === 'ADMIN' && <NavLink href="/catalog/transfer">{text.transfer.nav}</NavLink>}
      </nav>
      {children}
    </div>
  );
}
