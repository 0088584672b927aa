/** All publications, the newest first. */
import Link from 'next/link';
import { ListPage } from '../../../catalog/list/list-page.tsx';
import { type ListParameters, loadList } from '../../../catalog/list/load-list.ts';
import { StatusBadge } from '../../../catalog/status-badge.tsx';
import { Notice } from '../../../ui/notice.tsx';

const statuses = ['running', 'stuck', 'published', 'failed'] as const;

export default async function Publications(parameters: ListParameters) {
  const { address, locale, outcome } = await loadList('publications', parameters, { sorts: [], filters: ['status', 'offering_id'] });
  const {
    text: { catalog: text, publication },
  } = locale;
  return (
    <>
      {outcome.ok && !outcome.data.engine_available && <Notice kind="warning">{publication.engineAway}</Notice>}
      <ListPage
        kind="publications"
        mayCreate={false}
        {...{ address, outcome, locale }}
        keyOf={({ saga_id }) => saga_id}
        filters={[
          { name: 'status', title: text.fields.status, options: statuses.map((value) => ({ value, title: text.statuses[value] })) },
        ]}
        columns={[
          {
            title: text.fields.offering,
            cell: ({ saga_id, offering_name }) => (
              <Link href={`/catalog/publications/${saga_id}`} prefetch={false}>
                {offering_name ?? publication.deletedOffering}
              </Link>
            ),
          },
          { title: text.fields.status, cell: ({ status }) => <StatusBadge status={status} text={locale.text} /> },
          { title: publication.why, cell: ({ failure }) => failure?.message ?? '' },
          { title: text.fields.requested_at, cell: ({ requested_at }) => locale.moment(requested_at) },
          { title: text.fields.ended_at, cell: ({ ended_at }) => (ended_at ? locale.moment(ended_at) : '') },
        ]}
      />
    </>
  );
}
