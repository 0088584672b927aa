/** The table of a list; a link in the head of a column sorts by it. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { type ListAddress, listHref, sortDirection, toggledSort } from './list-address.ts';

export type Column<T> = { title: string; sort?: string; isNumber?: boolean; cell: (item: T) => ReactNode };

export function ListTable<T>({
  title,
  address,
  items,
  columns,
  keyOf,
  text,
}: {
  title: string;
  address: ListAddress;
  items: T[];
  columns: Column<T>[];
  keyOf: (item: T) => string;
  text: Text['catalog'];
}) {
  const heads = columns.map((column) => <Head key={column.title} address={address} column={column} text={text} />);
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={title}>
      <table className="list">
        <thead>
          <tr>{heads}</tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>{columns.map((column, index) => cellOf(item, column, index === 0))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<T>({ address, column: { title, sort, isNumber }, text }: { address: ListAddress; column: Column<T>; text: Text['catalog'] }) {
  const direction = sort ? sortDirection(address.sort, sort) : undefined;
  const href = sort && listHref(address, { sort: toggledSort(address.sort, sort), page: 1 });
  return (
    <th scope="col" aria-sort={direction} className={isNumber ? 'number' : undefined}>
      {href ? (
        <Link href={href} prefetch={false} title={fill(text.sortedBy, { name: title })}>
          {title}
          <span aria-hidden="true">{direction ? arrows[direction] : ''}</span>
        </Link>
      ) : (
        title
      )}
    </th>
  );
}

const arrows = { ascending: ' ↑', descending: ' ↓' };

function cellOf<T>(item: T, { title, isNumber, cell }: Column<T>, isHead: boolean): ReactNode {
  if (isHead)
    return (
      <th scope="row" key={title}>
        {cell(item)}
      </th>
    );
  return (
    <td key={title} className={isNumber ? 'number' : undefined} data-title={title}>
      {cell(item)}
    </td>
  );
}
