/** One publication: the state of its steps, updated while it runs, and why it failed. */
import Link from 'next/link';
import { catalogApi } from '../../../../api/clients.ts';
import { outcomeOf } from '../../../../api/outcome.ts';
import type { ReplyOf } from '@catalog/catalog-client';
import { retryPublication } from '../../../../catalog/actions/actions.ts';
import { ActionForm } from '../../../../catalog/actions/action-form.tsx';
import { DetailHead } from '../../../../catalog/detail/detail-head.tsx';
import { FieldList } from '../../../../catalog/detail/field-list.tsx';
import { StatusBadge } from '../../../../catalog/status-badge.tsx';
import { fill, type Locale } from '../../../../text/locale.ts';
import { currentLocale } from '../../../../text/current-locale.ts';
import { Icon, type IconName } from '../../../../ui/icon.tsx';
import { AutoRefresh } from '../../../../ui/auto-refresh.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';
import { orNotFound } from '../../../../api/or-not-found.ts';
import { currentUser } from '../../../../api/current-user.ts';

type Publication = ReplyOf<'GET', '/api/v1/publications/{saga_id}'>;
type Step = NonNullable<Publication['steps']>[number];

export default async function PublicationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [locale, user, outcome] = await Promise.all([
    currentLocale(),
    currentUser(),
    outcomeOf((await catalogApi()).GET('/api/v1/publications/{saga_id}', { params: { path: { saga_id: id } } })).then(orNotFound),
  ]);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const publication = outcome.data;
  const { text } = locale;
  const isMoving =
    publication.status === 'running' ||
    publication.status === 'stuck' ||
    (publication.steps ?? []).some(({ state }) => state === 'running' || state === 'waiting');
  const name = publication.offering_name ?? text.publication.deletedOffering;
  return (
    <>
      <DetailHead
        kind="publications"
        name={fill(text.publication.title, { name })}
        locale={locale}
        badge={<StatusBadge status={publication.status} text={text} />}
        actions={
          publication.status === 'stuck' &&
          user?.role === 'ADMIN' && <ActionForm action={retryPublication.bind(null, id)} label={text.publication.retry} kind="primary" />
        }
      />
      <AutoRefresh isActive={isMoving} />
      {publication.failure && (
        <Notice kind="error">
          <p>
            <strong>{text.publication.why}</strong>
          </p>
          <p>
            {publication.failure.message} <code>{publication.failure.code}</code>
          </p>
        </Notice>
      )}
      {!publication.engine_available && <Notice kind="warning">{text.publication.engineAway}</Notice>}
      {publication.steps ? (
        <Steps steps={publication.steps} locale={locale} />
      ) : (
        publication.engine_available && <Notice kind="info">{text.publication.noSteps}</Notice>
      )}
      {isMoving && (
        <p className="small" role="status">
          {text.publication.live}
        </p>
      )}
      <section className="panel">
        <Facts publication={publication} locale={locale} />
      </section>
    </>
  );
}

const icons: Record<Step['state'], IconName> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  incident: 'warning',
};

function Steps({ steps, locale }: { steps: Step[]; locale: Locale }) {
  const { text } = locale;
  return (
    <ol className="steps">
      {steps.map(({ step, state, started_at, ended_at, attempts_left, message }) => (
        <li key={step} className={`step ${state}`} aria-current={state === 'running' ? 'step' : undefined}>
          <Icon name={icons[state]} />
          <div>
            <p>
              <strong>{text.publication.steps[step]}</strong> <span className="step-state">{text.publication.states[state]}</span>
            </p>
            {started_at && ended_at && (
              <p className="small">{locale.number(Math.max(0, Date.parse(ended_at) - Date.parse(started_at)))} ms</p>
            )}
            {state === 'running' && attempts_left !== null && (
              <p className="small">{fill(text.publication.attempts, { count: attempts_left })}</p>
            )}
            {message && <p className="small">{message}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Facts({ publication, locale }: { publication: Publication; locale: Locale }) {
  const { text } = locale;
  const [cockpit, zipkin] = [process.env['COCKPIT_URL'], process.env['ZIPKIN_UI_URL']];
  const search = JSON.stringify([{ type: 'PIbusinessKey', operator: 'eq', value: publication.saga_id, name: '' }]);
  return (
    <>
      <FieldList
        rows={[
          [
            text.catalog.fields.offering,
            publication.offering_name && (
              <Link href={`/catalog/offerings/${publication.offering_id}`} prefetch={false}>
                {publication.offering_name}
              </Link>
            ),
          ],
          [text.catalog.fields.requested_at, locale.moment(publication.requested_at)],
          [text.catalog.fields.ended_at, publication.ended_at && locale.moment(publication.ended_at)],
          [text.publication.deadline, publication.ended_at ? undefined : locale.moment(publication.deadline_at)],
          [text.publication.correlation, <code key="id">{publication.correlation_id}</code>],
        ]}
      />
      <p className="links">
        {cockpit && (
          <a href={`${cockpit}#/processes?${new URLSearchParams({ searchQuery: search }).toString()}`} rel="noreferrer">
            {text.publication.cockpit}
          </a>
        )}
        {zipkin && (
          <a
            href={`${zipkin}?${new URLSearchParams({ annotationQuery: `correlation_id=${publication.correlation_id}`, lookback: '7d' }).toString()}`}
            rel="noreferrer"
          >
            {text.publication.zipkin}
          </a>
        )}
      </p>
    </>
  );
}
