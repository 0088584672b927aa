/** Links to the pages of a list: the first, the last, and those around the current one. */
import Link from 'next/link';
import { fill, type Locale } from '../text/locale.ts';
import { Icon } from './icon.tsx';

/** The API returns nothing beyond this by page numbers. */
const MAX_ITEMS = 10_000;

export function Pagination({
  total,
  page,
  pageSize,
  locale,
  hrefTo,
}: {
  total: number;
  page: number;
  pageSize: number;
  locale: Locale;
  hrefTo: (page: number) => string;
}) {
  const { text, number } = locale;
  const last = Math.max(1, Math.ceil(Math.min(total, MAX_ITEMS) / pageSize));
  if (last === 1) return null;
  const link = (to: number, label: string, icon: 'back' | 'forward') => (
    <li>
      <Link className="page-link" href={hrefTo(to)} prefetch={false} rel={icon === 'back' ? 'prev' : 'next'} aria-label={label}>
        <Icon name={icon} />
      </Link>
    </li>
  );
  return (
    <nav className="pages" aria-label={text.store.pages}>
      <ul>
        {page > 1 && link(page - 1, text.store.previous, 'back')}
        {visiblePages(page, last).map((one, index) =>
          one === undefined ? (
            <li key={`gap ${index}`} aria-hidden="true">
              …
            </li>
          ) : (
            <li key={one}>
              <Link
                className="page-link"
                href={hrefTo(one)}
                prefetch={false}
                aria-label={fill(text.store.page, { page: number(one) })}
                aria-current={one === page ? 'page' : undefined}
              >
                {number(one)}
              </Link>
            </li>
          ),
        )}
        {page < last && link(page + 1, text.store.next, 'forward')}
      </ul>
    </nav>
  );
}

/** Undefined stands for pages that are left out. */
function visiblePages(page: number, last: number): (number | undefined)[] {
  const wanted = [...new Set([1, page - 1, page, page + 1, last])]
    .filter((one) => one >= 1 && one <= last)
    .sort((one, other) => one - other);
  return wanted.flatMap((one, index) => {
    const before = wanted[index - 1] ?? 0;
    if (one - before === 2) return [one - 1, one];
    return one - before > 1 ? [undefined, one] : [one];
  });
}
