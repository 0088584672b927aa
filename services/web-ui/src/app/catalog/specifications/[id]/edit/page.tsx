/** Changing a specification. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../../api/catalog.ts';
import { outcomeOf } from '../../../../../api/outcome.ts';
import { referencesTo } from '../../../../../catalog/references.ts';
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { SpecificationFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../../text/current-locale.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditSpecification({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [speech, outcome] = await Promise.all([currentSpeech(), outcomeOf((await catalog()).GET('/api/v1/specifications/{id}', { params: { path: { id } } }))]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const characteristics = await referencesTo('characteristics', outcome.data.characteristic_ids, speech);
  return (
    <ThingEditor kind="specifications" id={id} etag={outcome.etag} name={outcome.data.name} references={characteristics} speech={speech}>
      <SpecificationFields now={outcome.data} characteristics={characteristics} speech={speech} />
    </ThingEditor>
  );
}
