'use client';
/** A menu link that is marked as current on its own pages. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

export function NavLink({ href, exact = false, children }: { href: string; exact?: boolean; children: ReactNode }) {
  const path = usePathname();
  const isHere = exact ? path === href || path.startsWith('/offerings') : path === href || path.startsWith(`${href}/`);
  return (
    <Link href={href} prefetch={false} className="nav-link" aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  );
}
