/** A list as a table: filters in a form, an order by each column's head, and pages; all of it works without scripts. */
import Form from 'next/form';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Outcome } from '../../api/outcome.ts';
import { ownEntry } from '../../own-property.ts';
import { fill, type Speech } from '../../text/locale.ts';
import { Pages } from '../../ui/pagination.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { directionOf, type ListAddress, listHref, turned } from './list-address.ts';
import { isEditable, type Kind, pathOf } from '../kinds.ts';

export type Column<T> = { title: string; sort?: string; isNumber?: boolean; cell: (item: T) => ReactNode };
export type Filter = { name: string; title: string; options?: { value: string; title: string }[] };
type Found<T> = { total: number; page: number; page_size: number; items: T[] };

export function ListPage<T>({ kind, address, outcome, keyOf, columns, filters, mayCreate, speech }: {
  kind: Kind;
  address: ListAddress;
  outcome: Outcome<Found<T>>;
  keyOf: (item: T) => string;
  columns: Column<T>[];
  filters: Filter[];
  mayCreate: boolean;
  speech: Speech;
}) {
  const { text } = speech;
  return (
    <>
      <div className="page-head">
        <h1>{text.catalog.kinds[kind]}</h1>
        {mayCreate && isEditable(kind) && <Link className="button primary" href={`${pathOf(kind)}/new`} prefetch={false}>{text.catalog.create[kind]}</Link>}
      </div>
      <Filters filters={filters} address={address} speech={speech} />
      {outcome.ok ? (
        <>
          <p className="small" role="status">{speech.count(text.catalog.found, outcome.data.total)}</p>
          {outcome.data.items.length === 0 ? <p className="empty-list">{text.catalog.nothing}</p> : <Table {...{ kind, address, columns, keyOf, speech }} items={outcome.data.items} />}
          <Pages total={outcome.data.total} page={outcome.data.page} pageSize={outcome.data.page_size} speech={speech} hrefTo={(page) => listHref(address, { page })} />
        </>
      ) : <ProblemNotice problem={outcome.problem} retry={listHref(address)} />}
    </>
  );
}

function Filters({ filters, address, speech: { text } }: { filters: Filter[]; address: ListAddress; speech: Speech }) {
  return (
    <Form action={address.path} className="list-filters" role="search">
      <input type="hidden" name="sort" value={address.sort} />
      {Object.entries(address.filters).map(([name, value]) => filters.every((one) => one.name !== name) && <input type="hidden" key={name} name={name} value={value} />)}
      {filters.map(({ name, title, options }) => (
        <label className="field" key={name + ownEntry(address.filters, name)}><span>{title}</span>
          {options ? (
            <select name={name} defaultValue={ownEntry(address.filters, name) ?? ''}>
              <option value="">{text.catalog.all}</option>
              {options.map((one) => <option key={one.value} value={one.value}>{one.title}</option>)}
            </select>
          ) : <input name={name} defaultValue={ownEntry(address.filters, name)} maxLength={200} />}
        </label>
      ))}
      <button className="button">{text.catalog.filter}</button>
      {Object.keys(address.filters).length > 0 && <Link className="button quiet" href={address.path} prefetch={false}>{text.catalog.reset}</Link>}
    </Form>
  );
}

function Table<T>({ kind, address, items, columns, keyOf, speech: { text } }: {
  kind: Kind; address: ListAddress; items: T[]; columns: Column<T>[]; keyOf: (item: T) => string; speech: Speech;
}) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={text.catalog.kinds[kind]}>
      <table className="list">
        <thead><tr>{columns.map((column) => <Head key={column.title} address={address} column={column} label={fill(text.catalog.sortedBy, { name: column.title })} />)}</tr></thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              {columns.map((column, index) => (index === 0
                ? <th scope="row" key={column.title}>{column.cell(item)}</th>
                : <td key={column.title} className={column.isNumber ? 'number' : undefined} data-title={column.title}>{column.cell(item)}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<T>({ address, column: { title, sort, isNumber }, label }: { address: ListAddress; column: Column<T>; label: string }) {
  const direction = sort && directionOf(address.sort, sort);
  return (
    <th scope="col" aria-sort={direction || undefined} className={isNumber ? 'number' : undefined}>
      {sort ? (
        <Link href={listHref(address, { sort: turned(address.sort, sort), page: 1 })} prefetch={false} title={label}>
          {title}<span aria-hidden="true">{direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}</span>
        </Link>
      ) : title}
    </th>
  );
}
