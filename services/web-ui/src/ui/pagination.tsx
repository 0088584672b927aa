/** Links to the pages of a long list: the first, the last, and those around where one is. */
import Link from 'next/link';
import { fill, type Speech } from '../text/locale.ts';
import { Icon } from './icon.tsx';

/** The API reaches no further by pages. */
const REACH = 10_000;

export function Pages({ total, page, pageSize, speech, hrefTo }: { total: number; page: number; pageSize: number; speech: Speech; hrefTo: (page: number) => string }) {
  const { text, number } = speech;
  const last = Math.max(1, Math.ceil(Math.min(total, REACH) / pageSize));
  if (last === 1) return null;
  const link = (to: number, label: string, icon: 'back' | 'forward') =>
    <li><Link className="page-link" href={hrefTo(to)} prefetch={false} rel={icon === 'back' ? 'prev' : 'next'} aria-label={label}><Icon name={icon} /></Link></li>;
  return (
    <nav className="pages" aria-label={text.store.pages}>
      <ul>
        {page > 1 && link(page - 1, text.store.previous, 'back')}
        {shownPages(page, last).map((one, index) => (one === undefined ? <li key={`gap ${index}`} aria-hidden="true">…</li> : (
          <li key={one}><Link className="page-link" href={hrefTo(one)} prefetch={false} aria-label={fill(text.store.page, { page: number(one) })} aria-current={one === page ? 'page' : undefined}>{number(one)}</Link></li>
        )))}
        {page < last && link(page + 1, text.store.next, 'forward')}
      </ul>
    </nav>
  );
}

/** Undefined stands for pages left out. */
export function shownPages(page: number, last: number): (number | undefined)[] {
  const wanted = [...new Set([1, page - 1, page, page + 1, last])].filter((one) => one >= 1 && one <= last).sort((one, other) => one - other);
  return wanted.flatMap((one, index) => {
    const before = wanted[index - 1] ?? 0;
    if (one - before === 2) return [one - 1, one];
    return one - before > 1 ? [undefined, one] : [one];
  });
}
