/** What was found, page by page, or what to try when nothing was. */
import Link from 'next/link';
import type { Locale } from '../../text/locale.ts';
import { Nothing } from '../../ui/nothing.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { hrefOf, isFiltered, type StoreAddress } from '../address.ts';
import type { SearchResult } from '../facts.ts';
import { OfferingCard } from './offering-card.tsx';

export function Results({
  address,
  result,
  pageSize,
  locale,
}: {
  address: StoreAddress;
  result: SearchResult;
  pageSize: number;
  locale: Locale;
}) {
  const {
    text: { store: text },
  } = locale;
  if (result.total === 0 && !isFiltered(address)) return <Nothing title={<h3>{text.nothingAtAll}</h3>} hint={text.nothingAtAllHint} />;
  if (result.total === 0) {
    return (
      <Nothing title={<h3>{text.nothing}</h3>} hint={text.nothingHint}>
        <Link className="button" href="/" prefetch={false}>
          {text.all}
        </Link>
      </Nothing>
    );
  }
  return (
    <>
      <ul className="cards">
        {result.items.map((offering) => (
          <li key={offering.id}>
            <OfferingCard offering={offering} currency={address.currency ?? 'USD'} locale={locale} />
          </li>
        ))}
      </ul>
      <Pagination
        total={result.total}
        page={result.page}
        pageSize={pageSize}
        locale={locale}
        hrefTo={(page) => hrefOf({ ...address, page: String(page) })}
      />
    </>
  );
}
