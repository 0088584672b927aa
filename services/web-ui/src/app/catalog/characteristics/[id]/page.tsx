/** One characteristic, and the specifications that list it. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../api/catalog.ts';
import { outcomeOf } from '../../../../api/outcome.ts';
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { DetailHead, Fields } from '../../../../catalog/detail/detail-head.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';
import { currentUser } from '../../../../api/current-user.ts';

export default async function CharacteristicPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = await catalog();
  const [speech, user, outcome, users] = await Promise.all([
    currentSpeech(), currentUser(),
    outcomeOf(client.GET('/api/v1/characteristics/{id}', { params: { path: { id } } })),
    outcomeOf(client.GET('/api/v1/specifications', { params: { query: { characteristic_id: id, page_size: SHOWN_USERS } } })),
  ]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const { text: { catalog: text } } = speech;
  const { name, attribute, value, unit_of_measure, version, updated_at } = outcome.data;
  return (
    <>
      <DetailHead kind="characteristics" name={name} speech={speech} actions={user?.role === 'ADMIN' && <ManageThing kind="characteristics" id={id} name={name} text={speech.text} />} />
      <section className="panel">
        <Fields rows={[[text.fields.attribute, attribute], [text.fields.value, speech.quantity(value, unit_of_measure)], [text.fields.unit_of_measure, unit_of_measure], [text.fields.version, speech.number(version)], [text.fields.updated_at, speech.moment(updated_at)]]} />
      </section>
      <UsedBy kind="specifications" filter={{ characteristic_id: id }} users={users} speech={speech} />
    </>
  );
}
