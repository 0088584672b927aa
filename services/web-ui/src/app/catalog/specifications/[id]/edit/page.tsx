/** Edits a specification. */
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { SpecificationFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { loadThing, type ThingPage } from '../../../../../catalog/load-thing.ts';
import { referencesTo } from '../../../../../catalog/references.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditSpecification({ params }: ThingPage) {
  const { id } = await params;
  const { locale, outcome } = await loadThing('specifications', id);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const characteristics = await referencesTo('characteristics', outcome.data.characteristic_ids, locale);
  return (
    <ThingEditor kind="specifications" id={id} etag={outcome.etag} name={outcome.data.name} references={characteristics} locale={locale}>
      <SpecificationFields now={outcome.data} characteristics={characteristics} locale={locale} />
    </ThingEditor>
  );
}
