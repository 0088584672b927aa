/** All specifications. */
import Link from 'next/link';
import { catalog } from '../../../api/catalog.ts';
import { outcomeOf } from '../../../api/outcome.ts';
import type { operations } from '../../../api/schema/specification.d.ts';
import { listAddress } from '../../../catalog/list/list-address.ts';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { Badge } from '../../../catalog/status-badge.tsx';
import type { Parameters } from '../../../store/address.ts';
import { currentSpeech } from '../../../text/current-locale.ts';
import { currentUser } from '../../../api/current-user.ts';

type Query = NonNullable<operations['listSpecifications']['parameters']['query']>;

const known = { sorts: ['name', '-name', 'updated_at', '-updated_at'], filters: ['name', 'characteristic_id', 'invalid'] };

export default async function Specifications({ searchParams }: { searchParams: Promise<Parameters> }) {
  const address = listAddress('/catalog/specifications', await searchParams, known);
  const query = { ...address.filters, sort: address.sort, page: address.page } as Query;
  const [speech, user, outcome] = await Promise.all([currentSpeech(), currentUser(), outcomeOf((await catalog()).GET('/api/v1/specifications', { params: { query } }))]);
  const { text: { catalog: text } } = speech;
  return (
    <ListPage
      kind="specifications" mayCreate={user?.role === 'ADMIN'} {...{ address, outcome, speech }}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        { name: 'invalid', title: text.fields.invalid, options: [{ value: 'false', title: text.valid }, { value: 'true', title: text.invalid }] },
      ]}
      columns={[
        { title: text.fields.name, sort: 'name', cell: ({ id, name }) => <Link href={`/catalog/specifications/${id}`} prefetch={false}>{name}</Link> },
        { title: text.fields.characteristic_ids, isNumber: true, cell: ({ characteristic_ids }) => speech.number(characteristic_ids.length) },
        { title: text.fields.invalid, cell: ({ invalid }) => (invalid ? <Badge mood="bad">{text.invalid}</Badge> : <Badge mood="neutral">{text.valid}</Badge>) },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => speech.moment(updated_at) },
      ]}
    />
  );
}
