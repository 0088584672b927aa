/** One value of a filter, with the number of offerings that have it; its link ticks or unticks it. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Locale } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';

export function Choice({
  name,
  href,
  isTicked,
  count,
  locale,
  children,
}: {
  name: string;
  href: string;
  isTicked: boolean;
  count: number;
  locale: Locale;
  /** What is below it. */
  children?: ReactNode;
}) {
  return (
    <li>
      <Link className="choice" href={href} prefetch={false} scroll={false} aria-current={isTicked ? 'true' : undefined} rel="nofollow">
        <span className="tick">{isTicked && <Icon name="check" />}</span>
        <span className="choice-name">{name}</span>
        <span className="count">{locale.number(count)}</span>
      </Link>
      {children}
    </li>
  );
}
