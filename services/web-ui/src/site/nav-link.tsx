'use client';
/** A link of the main menu that says when one is there. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

export function NavLink({ href, exact = false, children }: { href: string; exact?: boolean; children: ReactNode }) {
  const path = usePathname();
  const isHere = exact ? path === href || path.startsWith('/offerings') : path === href || path.startsWith(`${href}/`);
  return <Link href={href} prefetch={false} className="nav-link" aria-current={isHere ? 'page' : undefined}>{children}</Link>;
}
