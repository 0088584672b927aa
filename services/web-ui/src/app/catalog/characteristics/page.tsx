/** All characteristics. */
import { unitsOfMeasure } from '@catalog/contracts';
import Link from 'next/link';
import { catalog } from '../../../api/catalog.ts';
import { outcomeOf } from '../../../api/outcome.ts';
import type { operations } from '../../../api/schema/characteristic.d.ts';
import { listAddress } from '../../../catalog/list/list-address.ts';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import type { Parameters } from '../../../store/address.ts';
import { currentSpeech } from '../../../text/current-locale.ts';
import { currentUser } from '../../../api/current-user.ts';

type Query = NonNullable<operations['listCharacteristics']['parameters']['query']>;

const known = { sorts: ['name', '-name', 'attribute', '-attribute', 'updated_at', '-updated_at'], filters: ['name', 'attribute', 'unit_of_measure'] };

export default async function Characteristics({ searchParams }: { searchParams: Promise<Parameters> }) {
  const address = listAddress('/catalog/characteristics', await searchParams, known);
  const query = { ...address.filters, sort: address.sort, page: address.page } as Query;
  const [speech, user, outcome] = await Promise.all([currentSpeech(), currentUser(), outcomeOf((await catalog()).GET('/api/v1/characteristics', { params: { query } }))]);
  const { text: { catalog: text } } = speech;
  return (
    <ListPage
      kind="characteristics" mayCreate={user?.role === 'ADMIN'} {...{ address, outcome, speech }}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        { name: 'attribute', title: text.fields.attribute },
        { name: 'unit_of_measure', title: text.fields.unit_of_measure, options: unitsOfMeasure.map((value) => ({ value, title: value })) },
      ]}
      columns={[
        { title: text.fields.name, sort: 'name', cell: ({ id, name }) => <Link href={`/catalog/characteristics/${id}`} prefetch={false}>{name}</Link> },
        { title: text.fields.attribute, sort: 'attribute', cell: ({ attribute }) => attribute },
        { title: text.fields.value, cell: ({ value, unit_of_measure }) => speech.quantity(value, unit_of_measure) },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => speech.moment(updated_at) },
      ]}
    />
  );
}
