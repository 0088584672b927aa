/** All characteristics. */
import { unitsOfMeasure } from '@catalog/contracts';
import Link from 'next/link';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { type ListParameters, loadList } from '../../../catalog/list/load-list.ts';

const known = {
  sorts: ['name', '-name', 'attribute', '-attribute', 'updated_at', '-updated_at'],
  filters: ['name', 'attribute', 'unit_of_measure'],
};

export default async function Characteristics(parameters: ListParameters) {
  const { isAdmin, ...list } = await loadList('characteristics', parameters, known);
  const {
    locale,
    locale: {
      text: {
        catalog: { fields },
      },
    },
  } = list;
  return (
    <ListPage
      kind="characteristics"
      mayCreate={isAdmin}
      {...list}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: fields.name },
        { name: 'attribute', title: fields.attribute },
        { name: 'unit_of_measure', title: fields.unit_of_measure, options: unitsOfMeasure.map((value) => ({ value, title: value })) },
      ]}
      columns={[
        {
          title: fields.name,
          sort: 'name',
          cell: ({ id, name }) => (
            <Link href={`/catalog/characteristics/${id}`} prefetch={false}>
              {name}
            </Link>
          ),
        },
        { title: fields.attribute, sort: 'attribute', cell: ({ attribute }) => attribute },
        { title: fields.value, cell: ({ value, unit_of_measure }) => locale.quantity(value, unit_of_measure) },
        { title: fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => locale.moment(updated_at) },
      ]}
    />
  );
}
