/** One specification with its characteristics. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../api/catalog.ts';
import { outcomeOf } from '../../../../api/problem.ts';
import { DetailHead, Fields, References } from '../../../../catalog/ui/detail.tsx';
import { ManageThing } from '../../../../catalog/ui/manage-thing.tsx';
import { Badge } from '../../../../catalog/ui/status.tsx';
import { currentSpeech } from '../../../../text/speech-of-request.ts';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';
import { currentUser } from '../../../../ui/user.ts';

export default async function SpecificationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [speech, user, outcome] = await Promise.all([
    currentSpeech(), currentUser(), outcomeOf((await catalog()).GET('/api/v1/specifications/{id}', { params: { path: { id } } })),
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
    </>
  );
}
