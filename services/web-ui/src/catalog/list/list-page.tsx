/** A list page: filters, a table that is sorted by its column heads, and pages; all of it works without scripts. */
import Link from 'next/link';
import type { Outcome } from '../../api/outcome.ts';
import type { Locale } from '../../text/locale.ts';
import { Pagination } from '../../ui/pagination.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { isEditable, type Kind, pathOf } from '../kinds.ts';
import { type ListAddress, listHref } from './list-address.ts';
import { type Filter, ListFilters } from './list-filters.tsx';
import { type Column, ListTable } from './list-table.tsx';

export function ListPage<T>({
  kind,
  address,
  outcome,
  keyOf,
  columns,
  filters,
  mayCreate,
  locale,
}: {
  kind: Kind;
  address: ListAddress;
  outcome: Outcome<{ total: number; page: number; page_size: number; items: T[] }>;
  keyOf: (item: T) => string;
  columns: Column<T>[];
  filters: Filter[];
  mayCreate: boolean;
  locale: Locale;
}) {
  const {
    text: { catalog: text },
  } = locale;
  return (
    <>
      <div className="page-head">
        <h1>{text.kinds[kind]}</h1>
        {mayCreate && isEditable(kind) && (
          <Link className="button primary" href={`${pathOf(kind)}/new`} prefetch={false}>
            {text.create[kind]}
          </Link>
        )}
      </div>
      <ListFilters filters={filters} address={address} text={text} />
      {outcome.ok ? (
        <>
          <p className="small" role="status">
            {locale.count(text.found, outcome.data.total)}
          </p>
          {outcome.data.items.length === 0 ? (
            <p className="empty-list">{text.nothing}</p>
          ) : (
            <ListTable title={text.kinds[kind]} items={outcome.data.items} {...{ address, columns, keyOf, text }} />
          )}
          <Pagination
            total={outcome.data.total}
            page={outcome.data.page}
            pageSize={outcome.data.page_size}
            locale={locale}
            hrefTo={(page) => listHref(address, { page })}
          />
        </>
      ) : (
        <ProblemNotice problem={outcome.problem} retry={listHref(address)} />
      )}
    </>
  );
}
