/** One offering: what it consists of, what is missing to publish it, what can be done, and what was done. */
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { catalog } from '../../../../api/catalog.ts';
import { outcomeOf } from '../../../../api/outcome.ts';
import { referencesTo } from '../../../../catalog/references.ts';
import { DetailHead, Fields, History, References } from '../../../../catalog/detail/detail-head.tsx';
import { ManageOffering } from '../../../../catalog/actions/manage-offering.tsx';
import { Missing } from '../../../../catalog/detail/obstacles.tsx';
import { StatusBadge } from '../../../../catalog/status-badge.tsx';
import { fill } from '../../../../text/locale.ts';
import { currentSpeech } from '../../../../text/current-locale.ts';
import { Live } from '../../../../ui/auto-refresh.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';
import { currentUser } from '../../../../api/current-user.ts';

export default async function OfferingPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = await catalog();
  const path = { path: { id } };
  const [speech, user, outcome, history] = await Promise.all([
    currentSpeech(), currentUser(),
    outcomeOf(client.GET('/api/v1/offerings/{id}', { params: path })),
    outcomeOf(client.GET('/api/v1/offerings/{id}/history', { params: { ...path, query: { page_size: 50 } } })),
  ]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const offering = outcome.data;
  const [specifications, prices] = await Promise.all([
    referencesTo('specifications', offering.specification_ids, speech), referencesTo('prices', offering.pricing_ids, speech),
  ]);
  const { text } = speech;
  const { fields } = text.catalog;
  const { lifecycle_status: status, last_publication_error: failure, scheduled } = offering;
  const isPublishing = status === 'PUBLISHING';
  return (
    <>
      <DetailHead kind="offerings" name={offering.name} badge={<StatusBadge status={status} text={text} />} speech={speech}
        actions={<ManageOffering offering={offering} isAdmin={user?.role === 'ADMIN'} text={text} />} />
      <Live isOn={isPublishing} />
      {isPublishing && offering.saga_id && <Notice kind="info"><Link href={`/catalog/publications/${offering.saga_id}`} prefetch={false}>{text.builder.following}</Link></Notice>}
      {failure && status === 'DRAFT' && (
        <Notice kind="error">
          <p><strong>{text.builder.lastError}</strong> ({speech.moment(failure.at)})</p>
          <p>{failure.message} <Link href={`/catalog/publications/${failure.saga_id}`} prefetch={false}>{text.catalog.kind.publications}</Link></p>
        </Notice>
      )}
      {scheduled && <Notice kind="info">{fill(text.builder.scheduled, { action: text.builder.actions[scheduled.action], when: speech.moment(scheduled.at) })}</Notice>}
      {status === 'DRAFT' && <Missing id={id} text={text} />}
      <section className="panel">
        <Fields rows={[
          [fields.description, offering.description], [fields.external_id, offering.external_id], [fields.sales_channels, offering.sales_channels.join(', ')],
          [fields.published_at, offering.published_at && speech.moment(offering.published_at)], [fields.retired_at, offering.retired_at && speech.moment(offering.retired_at)],
          [fields.saga_id, offering.saga_id && <Link href={`/catalog/publications/${offering.saga_id}`} prefetch={false}>{offering.saga_id}</Link>],
          [fields.version, speech.number(offering.version)], [fields.updated_at, speech.moment(offering.updated_at)],
        ]} />
        {status === 'PUBLISHED' && <p><Link href={`/offerings/${id}`} prefetch={false}>{text.catalog.viewInStore}</Link></p>}
      </section>
      <div className="panels">
        <References id="specifications" title={fields.specification_ids} kind="specifications" references={specifications} speech={speech} />
        <References id="prices" title={fields.pricing_ids} kind="prices" references={prices} speech={speech} />
      </div>
      {history.ok && <History entries={history.data.items} speech={speech} />}
    </>
  );
}
