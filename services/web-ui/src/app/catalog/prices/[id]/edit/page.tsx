/** Edits a price. */
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { PriceFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { loadThing, type ThingPage } from '../../../../../catalog/load-thing.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditPrice({ params }: ThingPage) {
  const { id } = await params;
  const { locale, outcome } = await loadThing('prices', id);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  return (
    <ThingEditor kind="prices" id={id} etag={outcome.etag} name={outcome.data.name} locale={locale}>
      <PriceFields now={outcome.data} locale={locale} />
    </ThingEditor>
  );
}
