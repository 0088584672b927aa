/** The header of every page: main menu, and who is signed in. */
import Link from 'next/link';
import { fill } from '../text/locale.ts';
import { currentLocale } from '../text/current-locale.ts';
import { Icon } from '../ui/icon.tsx';
import { NavLink } from './nav-link.tsx';
import { currentUser } from '../api/current-user.ts';

export async function SiteHeader() {
  const [{ text }, user] = await Promise.all([currentLocale(), currentUser()]);
  return (
    <header className="site-header">
      <div className="site-header-inner">
        <Link className="brand" href="/" prefetch={false}>
          <Icon name="mark" />
          {text.product}
        </Link>
        <nav aria-label={text.nav.main}>
          <NavLink href="/" exact>
            {text.nav.store}
          </NavLink>
          {user && <NavLink href="/catalog">{text.nav.catalog}</NavLink>}
        </nav>
        <div className="site-header-end">
          {user ? (
            <form action="/session/end" method="post" className="signed-in">
              <span className="user-name" title={fill(text.nav.signedInAs, { name: user.username })}>
                <Icon name="person" />
                {user.username}
              </span>
              <button className="button quiet">{text.nav.signOut}</button>
            </form>
          ) : (
            <Link className="button quiet" href="/sign-in" prefetch={false}>
              {text.nav.signIn}
            </Link>
          )}
        </div>
      </div>
    </header>
  );
}
