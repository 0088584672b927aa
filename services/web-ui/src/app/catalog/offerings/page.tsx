/** All offerings, whatever their status. */
import { lifecycleStatuses } from '@catalog/contracts';
import Link from 'next/link';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { type ListParameters, loadList } from '../../../catalog/list/load-list.ts';
import { StatusBadge } from '../../../catalog/status-badge.tsx';

const known = {
  sorts: ['-updated_at', 'updated_at', 'name', '-name', 'published_at', '-published_at'],
  filters: ['name', 'lifecycle_status', 'sales_channel', 'external_id', 'specification_id', 'pricing_id'],
};

export default async function Offerings(parameters: ListParameters) {
  const { isAdmin: _, ...list } = await loadList('offerings', parameters, known);
  const {
    locale,
    locale: {
      text: { catalog: text },
    },
  } = list;
  return (
    <ListPage
      kind="offerings"
      mayCreate
      {...list}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        {
          name: 'lifecycle_status',
          title: text.fields.lifecycle_status,
          options: lifecycleStatuses.map((value) => ({ value, title: text.statuses[value] })),
        },
        { name: 'sales_channel', title: text.fields.sales_channels },
      ]}
      columns={[
        {
          title: text.fields.name,
          sort: 'name',
          cell: ({ id, name }) => (
            <Link href={`/catalog/offerings/${id}`} prefetch={false}>
              {name}
            </Link>
          ),
        },
        {
          title: text.fields.lifecycle_status,
          cell: ({ lifecycle_status }) => <StatusBadge status={lifecycle_status} text={locale.text} />,
        },
        { title: text.fields.sales_channels, cell: ({ sales_channels }) => sales_channels.join(', ') },
        { title: text.fields.published_at, sort: 'published_at', cell: ({ published_at }) => published_at && locale.day(published_at) },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => locale.moment(updated_at) },
      ]}
    />
  );
}
