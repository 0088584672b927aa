/** All prices. */
import { currencies } from '@catalog/contracts';
import Link from 'next/link';
import { catalog } from '../../../api/catalog.ts';
import { outcomeOf } from '../../../api/outcome.ts';
import type { operations } from '../../../api/schema/pricing.d.ts';
import { listAddress } from '../../../catalog/list/list-address.ts';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { Badge } from '../../../catalog/status-badge.tsx';
import type { Parameters } from '../../../store/address.ts';
import { currentSpeech } from '../../../text/current-locale.ts';
import { currentUser } from '../../../api/current-user.ts';

type Query = NonNullable<operations['listPrices']['parameters']['query']>;

const known = { sorts: ['name', '-name', 'value', '-value', 'updated_at', '-updated_at'], filters: ['name', 'currency'] };

export default async function Prices({ searchParams }: { searchParams: Promise<Parameters> }) {
  const address = listAddress('/catalog/prices', await searchParams, known);
  const query = { ...address.filters, sort: address.sort, page: address.page } as Query;
  const [speech, user, outcome] = await Promise.all([currentSpeech(), currentUser(), outcomeOf((await catalog()).GET('/api/v1/prices', { params: { query } }))]);
  const { text: { catalog: text } } = speech;
  return (
    <ListPage
      kind="prices" mayCreate={user?.role === 'ADMIN'} {...{ address, outcome, speech }}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        { name: 'currency', title: text.fields.currency, options: currencies.map((value) => ({ value, title: `${value} · ${speech.text.currencies[value]}` })) },
      ]}
      columns={[
        { title: text.fields.name, sort: 'name', cell: ({ id, name }) => <Link href={`/catalog/prices/${id}`} prefetch={false}>{name}</Link> },
        { title: text.fields.amount, sort: 'value', isNumber: true, cell: ({ value, currency }) => speech.amount(value, currency) },
        { title: text.fields.unit, cell: ({ unit }) => unit },
        { title: text.fields.locked, cell: ({ locked }) => (locked ? <Badge mood="info">{text.lockedNow}</Badge> : '') },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => speech.moment(updated_at) },
      ]}
    />
  );
}
