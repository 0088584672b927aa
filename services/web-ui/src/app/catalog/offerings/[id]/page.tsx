/** One offering: what it consists of, what prevents its publication, what can be done with it, and its history. */
import Link from 'next/link';
import { ManageOffering } from '../../../../catalog/actions/manage-offering.tsx';
import { DetailHead } from '../../../../catalog/detail/detail-head.tsx';
import { FieldList } from '../../../../catalog/detail/field-list.tsx';
import { History } from '../../../../catalog/detail/history.tsx';
import { Obstacles } from '../../../../catalog/detail/obstacles.tsx';
import { References } from '../../../../catalog/detail/references.tsx';
import { loadThing, type ThingPage } from '../../../../catalog/load-thing.ts';
import { referencesTo } from '../../../../catalog/references.ts';
import { StatusBadge } from '../../../../catalog/status-badge.tsx';
import { readHistory, type Things } from '../../../../catalog/things.ts';
import { fill, type Locale } from '../../../../text/locale.ts';
import { AutoRefresh } from '../../../../ui/auto-refresh.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';

type Shown = { offering: Things['offerings']; locale: Locale };

export default async function OfferingPage({ params }: ThingPage) {
  const { id } = await params;
  const [{ locale, isAdmin, outcome }, history] = await Promise.all([loadThing('offerings', id), readHistory('offerings', id)]);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const offering = outcome.data;
  const [specifications, prices, categories] = await Promise.all([
    referencesTo('specifications', offering.specification_ids, locale),
    referencesTo('prices', offering.pricing_ids, locale),
    referencesTo('categories', offering.category_ids ?? [], locale),
  ]);
  const {
    text,
    text: {
      catalog: { fields },
    },
  } = locale;
  const { lifecycle_status: status } = offering;
  return (
    <>
      <DetailHead
        kind="offerings"
        name={offering.name}
        badge={<StatusBadge status={status} text={text} />}
        locale={locale}
        actions={<ManageOffering offering={offering} isAdmin={isAdmin} text={text} />}
      />
      <AutoRefresh isActive={status === 'PUBLISHING'} />
      <Notices offering={offering} locale={locale} />
      {status === 'DRAFT' && <Obstacles id={id} text={text} />}
      <section className="panel">
        <Facts offering={offering} locale={locale} />
        {status === 'PUBLISHED' && (
          <p>
            <Link href={`/offerings/${id}`} prefetch={false}>
              {text.catalog.viewInStore}
            </Link>
          </p>
        )}
      </section>
      <div className="panels">
        <References
          id="specifications"
          title={fields.specification_ids}
          kind="specifications"
          references={specifications}
          locale={locale}
        />
        <References id="prices" title={fields.pricing_ids} kind="prices" references={prices} locale={locale} />
        <References id="categories" title={fields.category_ids} kind="categories" references={categories} locale={locale} />
      </div>
      {history.ok && <History entries={history.data.items} locale={locale} />}
    </>
  );
}

/** A publication that runs, or failed last, and what the offering is scheduled for. */
function Notices({ offering: { lifecycle_status: status, saga_id, last_publication_error: failure, scheduled }, locale }: Shown) {
  const {
    text: { builder, catalog },
  } = locale;
  return (
    <>
      {status === 'PUBLISHING' && saga_id && (
        <Notice kind="info">
          <Link href={`/catalog/publications/${saga_id}`} prefetch={false}>
            {builder.following}
          </Link>
        </Notice>
      )}
      {failure && status === 'DRAFT' && (
        <Notice kind="error">
          <p>
            <strong>{builder.lastError}</strong> ({locale.moment(failure.at)})
          </p>
          <p>
            {failure.message}{' '}
            <Link href={`/catalog/publications/${failure.saga_id}`} prefetch={false}>
              {catalog.kind.publications}
            </Link>
          </p>
        </Notice>
      )}
      {scheduled && (
        <Notice kind="info">
          {fill(builder.scheduled, { action: builder.actions[scheduled.action], when: locale.moment(scheduled.at) })}
        </Notice>
      )}
    </>
  );
}

function Facts({ offering, locale }: Shown) {
  const {
    text: {
      catalog: { fields },
    },
    moment,
  } = locale;
  const { description, external_id, sales_channels, published_at, retired_at, saga_id, version, updated_at } = offering;
  return (
    <FieldList
      rows={[
        [fields.description, description],
        [fields.external_id, external_id],
        [fields.sales_channels, sales_channels.join(', ')],
        [fields.published_at, published_at && moment(published_at)],
        [fields.retired_at, retired_at && moment(retired_at)],
        [
          fields.saga_id,
          saga_id && (
            <Link href={`/catalog/publications/${saga_id}`} prefetch={false}>
              {saga_id}
            </Link>
          ),
        ],
        [fields.version, locale.number(version)],
        [fields.updated_at, moment(updated_at)],
      ]}
    />
  );
}
