/** All specifications. */
import Link from 'next/link';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { type ListParameters, loadList } from '../../../catalog/list/load-list.ts';
import { Badge } from '../../../ui/badge.tsx';

const known = { sorts: ['name', '-name', 'updated_at', '-updated_at'], filters: ['name', 'characteristic_id', 'invalid'] };

export default async function Specifications(parameters: ListParameters) {
  const { isAdmin, ...list } = await loadList('specifications', parameters, known);
  const {
    locale,
    locale: {
      text: { catalog: text },
    },
  } = list;
  return (
    <ListPage
      kind="specifications"
      mayCreate={isAdmin}
      {...list}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        {
          name: 'invalid',
          title: text.fields.invalid,
          options: [
            { value: 'false', title: text.valid },
            { value: 'true', title: text.invalid },
          ],
        },
      ]}
      columns={[
        {
          title: text.fields.name,
          sort: 'name',
          cell: ({ id, name }) => (
            <Link href={`/catalog/specifications/${id}`} prefetch={false}>
              {name}
            </Link>
          ),
        },
        {
          title: text.fields.characteristic_ids,
          isNumber: true,
          cell: ({ characteristic_ids }) => locale.number(characteristic_ids.length),
        },
        {
          title: text.fields.invalid,
          cell: ({ invalid }) => (invalid ? <Badge tone="bad">{text.invalid}</Badge> : <Badge tone="neutral">{text.valid}</Badge>),
        },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => locale.moment(updated_at) },
      ]}
    />
  );
}
