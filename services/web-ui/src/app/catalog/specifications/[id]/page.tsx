/** One specification with its characteristics, and the offerings that list it. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../api/catalog.ts';
import { outcomeOf } from '../../../../api/outcome.ts';
import { DetailHead, Fields, References } from '../../../../catalog/detail/detail-head.tsx';
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { Badge } from '../../../../catalog/status-badge.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';
import { currentUser } from '../../../../api/current-user.ts';

export default async function SpecificationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = await catalog();
  const [speech, user, outcome, users] = await Promise.all([
    currentSpeech(), currentUser(),
    outcomeOf(client.GET('/api/v1/specifications/{id}', { params: { path: { id } } })),
    outcomeOf(client.GET('/api/v1/offerings', { params: { query: { specification_id: id, page_size: SHOWN_USERS } } })),
  ]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const { text: { catalog: text } } = speech;
  const { name, characteristic_ids, characteristics, invalid, version, updated_at } = outcome.data;
  const known = new Map(characteristics.map((one) => [one.id, one]));
  const references = characteristic_ids.map((one) => {
    const found = known.get(one);
    return found ? { id: one, name: found.name, detail: `${found.attribute}: ${speech.quantity(found.value, found.unit_of_measure)}` } : { id: one, name: undefined };
  });
  return (
    <>
      <DetailHead kind="specifications" name={name} speech={speech} badge={invalid && <Badge mood="bad">{text.invalid}</Badge>}
        actions={user?.role === 'ADMIN' && <ManageThing kind="specifications" id={id} name={name} text={speech.text} />} />
      <section className="panel">
        <Fields rows={[[text.fields.version, speech.number(version)], [text.fields.updated_at, speech.moment(updated_at)]]} />
      </section>
      <References id="parts" title={text.consistsOf} kind="characteristics" references={references} speech={speech} />
      <UsedBy kind="offerings" filter={{ specification_id: id }} users={users} speech={speech} />
    </>
  );
}
