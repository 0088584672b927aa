/** Edits a characteristic. */
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { CharacteristicFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { loadThing, type ThingPage } from '../../../../../catalog/load-thing.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditCharacteristic({ params }: ThingPage) {
  const { id } = await params;
  const { locale, outcome } = await loadThing('characteristics', id);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  return (
    <ThingEditor kind="characteristics" id={id} etag={outcome.etag} name={outcome.data.name} locale={locale}>
      <CharacteristicFields now={outcome.data} locale={locale} />
    </ThingEditor>
  );
}
