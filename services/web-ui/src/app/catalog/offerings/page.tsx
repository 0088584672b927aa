/** All offerings, in whatever state. */
import Link from 'next/link';
import { lifecycleStatuses } from '@catalog/contracts';
import { catalog } from '../../../api/catalog.ts';
import { outcomeOf } from '../../../api/outcome.ts';
import type { operations } from '../../../api/schema/offering.d.ts';
import { listAddress } from '../../../catalog/list/list-address.ts';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { StatusBadge } from '../../../catalog/status-badge.tsx';
import type { Parameters } from '../../../store/address.ts';
import { currentSpeech } from '../../../text/current-locale.ts';

type Query = NonNullable<operations['listOfferings']['parameters']['query']>;

const known = { sorts: ['-updated_at', 'updated_at', 'name', '-name', 'published_at', '-published_at'], filters: ['name', 'lifecycle_status', 'sales_channel', 'external_id', 'specification_id', 'pricing_id'] };

export default async function Offerings({ searchParams }: { searchParams: Promise<Parameters> }) {
  const address = listAddress('/catalog/offerings', await searchParams, known);
  const query = { ...address.filters, sort: address.sort, page: address.page } as Query;
  const [speech, outcome] = await Promise.all([currentSpeech(), outcomeOf((await catalog()).GET('/api/v1/offerings', { params: { query } }))]);
  const { text: { catalog: text } } = speech;
  return (
    <ListPage
      kind="offerings" mayCreate {...{ address, outcome, speech }}
      keyOf={({ id }) => id}
      filters={[
        { name: 'name', title: text.fields.name },
        { name: 'lifecycle_status', title: text.fields.lifecycle_status, options: lifecycleStatuses.map((value) => ({ value, title: text.statuses[value] })) },
        { name: 'sales_channel', title: text.fields.sales_channels },
      ]}
      columns={[
        { title: text.fields.name, sort: 'name', cell: ({ id, name }) => <Link href={`/catalog/offerings/${id}`} prefetch={false}>{name}</Link> },
        { title: text.fields.lifecycle_status, cell: ({ lifecycle_status }) => <StatusBadge status={lifecycle_status} text={speech.text} /> },
        { title: text.fields.sales_channels, cell: ({ sales_channels }) => sales_channels.join(', ') },
        { title: text.fields.published_at, sort: 'published_at', cell: ({ published_at }) => published_at && speech.day(published_at) },
        { title: text.fields.updated_at, sort: 'updated_at', cell: ({ updated_at }) => speech.moment(updated_at) },
      ]}
    />
  );
}
