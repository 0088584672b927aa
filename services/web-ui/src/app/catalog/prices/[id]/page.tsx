/** One price, whether a publication holds it, the offerings that list it, and what was done to it. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../api/catalog.ts';
import { outcomeOf } from '../../../../api/outcome.ts';
import { DetailHead, Fields, History, References } from '../../../../catalog/detail/detail-head.tsx';
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { Badge } from '../../../../catalog/status-badge.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';
import { currentUser } from '../../../../api/current-user.ts';

export default async function PricePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = await catalog();
  const path = { path: { id } };
  const [speech, user, outcome, users, history] = await Promise.all([
    currentSpeech(), currentUser(),
    outcomeOf(client.GET('/api/v1/prices/{id}', { params: path })),
    outcomeOf(client.GET('/api/v1/offerings', { params: { query: { pricing_id: id, page_size: SHOWN_USERS } } })),
    outcomeOf(client.GET('/api/v1/prices/{id}/history', { params: { ...path, query: { page_size: 50 } } })),
  ]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const { text: { catalog: text } } = speech;
  const { name, value, currency, unit, locked, locked_by_saga_ids, version, updated_at } = outcome.data;
  return (
    <>
      <DetailHead kind="prices" name={name} speech={speech} badge={locked && <Badge mood="info">{text.lockedNow}</Badge>}
        actions={user?.role === 'ADMIN' && <ManageThing kind="prices" id={id} name={name} text={speech.text} />} />
      <section className="panel">
        <Fields rows={[[text.fields.amount, speech.amount(value, currency)], [text.fields.unit, unit], [text.fields.currency, `${currency} · ${speech.text.currencies[currency]}`], [text.fields.version, speech.number(version)], [text.fields.updated_at, speech.moment(updated_at)]]} />
      </section>
      {locked && <References id="locks" title={text.lockedNow} kind="publications" references={locked_by_saga_ids.map((one) => ({ id: one, name: one }))} speech={speech} />}
      <UsedBy kind="offerings" filter={{ pricing_id: id }} users={users} speech={speech} />
      {history.ok && <History entries={history.data.items} speech={speech} />}
    </>
  );
}
