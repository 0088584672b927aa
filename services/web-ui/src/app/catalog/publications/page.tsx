/** All publications, the newest first. */
import Link from 'next/link';
import { catalog } from '../../../api/catalog.ts';
import { outcomeOf } from '../../../api/outcome.ts';
import type { operations } from '../../../api/schema/offering.d.ts';
import { listAddress } from '../../../catalog/list/list-address.ts';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { StatusBadge } from '../../../catalog/status-badge.tsx';
import type { Parameters } from '../../../store/address.ts';
import { currentSpeech } from '../../../text/current-locale.ts';
import { Notice } from '../../../ui/notice.tsx';

type Query = NonNullable<operations['listPublications']['parameters']['query']>;

const statuses = ['running', 'stuck', 'published', 'failed'] as const;

export default async function Publications({ searchParams }: { searchParams: Promise<Parameters> }) {
  const address = listAddress('/catalog/publications', await searchParams, { sorts: [], filters: ['status', 'offering_id'] });
  const query = { ...address.filters, page: address.page } as Query;
  const [speech, outcome] = await Promise.all([currentSpeech(), outcomeOf((await catalog()).GET('/api/v1/publications', { params: { query } }))]);
  const { text: { catalog: text, publication } } = speech;
  return (
    <>
      {outcome.ok && !outcome.data.engine_available && <Notice kind="warning">{publication.engineAway}</Notice>}
      <ListPage
        kind="publications" mayCreate={false} {...{ address, outcome, speech }}
        keyOf={({ saga_id }) => saga_id}
        filters={[{ name: 'status', title: text.fields.status, options: statuses.map((value) => ({ value, title: text.statuses[value] })) }]}
        columns={[
          { title: text.fields.offering, cell: ({ saga_id, offering_name }) => <Link href={`/catalog/publications/${saga_id}`} prefetch={false}>{offering_name ?? publication.deletedOffering}</Link> },
          { title: text.fields.status, cell: ({ status }) => <StatusBadge status={status} text={speech.text} /> },
          { title: publication.why, cell: ({ failure }) => failure?.message ?? '' },
          { title: text.fields.requested_at, cell: ({ requested_at }) => speech.moment(requested_at) },
          { title: text.fields.ended_at, cell: ({ ended_at }) => (ended_at ? speech.moment(ended_at) : '') },
        ]}
      />
    </>
  );
}
