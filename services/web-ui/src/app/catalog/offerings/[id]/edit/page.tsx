/** Changing a draft. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../../api/catalog.ts';
import { outcomeOf } from '../../../../../api/outcome.ts';
import { referencesTo } from '../../../../../catalog/references.ts';
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { OfferingFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../../text/current-locale.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditOffering({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [speech, outcome] = await Promise.all([currentSpeech(), outcomeOf((await catalog()).GET('/api/v1/offerings/{id}', { params: { path: { id } } }))]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const [specifications, prices] = await Promise.all([
    referencesTo('specifications', outcome.data.specification_ids, speech), referencesTo('prices', outcome.data.pricing_ids, speech),
  ]);
  return (
    <ThingEditor kind="offerings" id={id} etag={outcome.etag} name={outcome.data.name} references={[...specifications, ...prices]} speech={speech}>
      <OfferingFields now={outcome.data} specifications={specifications} prices={prices} speech={speech} />
    </ThingEditor>
  );
}
