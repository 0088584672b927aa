/** All prices. */
import { chargeTypes, currencies } from '@catalog/contracts';
import Link from 'next/link';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { type ListParameters, loadList } from '../../../catalog/list/load-list.ts';
import { Badge } from '../../../ui/badge.tsx';

const known = { sorts: ['name', '-name', 'value', '-value', 'updated_at', '-updated_at'], filters: ['name', 'currency', 'charge_type'] };

export default async function Prices(parameters: ListParameters) {
  const { isAdmin, ...list } = await loadList('prices', parameters, known);
  const {
    locale,
    locale: {
      text: {
        catalog: text,
        currencies: names,
        builder: {
          charge: { types },
        },
      },
    },
  } = list;
  return (
    <ListPage
      kind="prices"
      mayCreate={isAdmin}
      {...list}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        {
          name: 'currency',
          title: text.fields.currency,
          options: currencies.map((value) => ({ value, title: `${value} · ${names[value]}` })),
        },
        {
          name: 'charge_type',
          title: text.fields.charge,
          options: chargeTypes.map((value) => ({ value, title: types[value] })),
        },
      ]}
      columns={[
        {
          title: text.fields.name,
          sort: 'name',
          cell: ({ id, name }) => (
            <Link href={`/catalog/prices/${id}`} prefetch={false}>
              {name}
            </Link>
          ),
        },
        { title: text.fields.amount, sort: 'value', isNumber: true, cell: ({ value, currency }) => locale.amount(value, currency) },
        { title: text.fields.unit, cell: ({ unit }) => unit },
        { title: text.fields.locked, cell: ({ locked }) => (locked ? <Badge tone="info">{text.lockedNow}</Badge> : '') },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => locale.moment(updated_at) },
      ]}
    />
  );
}
