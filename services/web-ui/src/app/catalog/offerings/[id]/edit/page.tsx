/** Edits a draft. */
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { OfferingFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { loadThing, type ThingPage } from '../../../../../catalog/load-thing.ts';
import { referencesTo } from '../../../../../catalog/references.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditOffering({ params }: ThingPage) {
  const { id } = await params;
  const { locale, outcome } = await loadThing('offerings', id);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const [specifications, prices, categories] = await Promise.all([
    referencesTo('specifications', outcome.data.specification_ids, locale),
    referencesTo('prices', outcome.data.pricing_ids, locale),
    referencesTo('categories', outcome.data.category_ids ?? [], locale),
  ]);
  return (
    <ThingEditor
      kind="offerings"
      id={id}
      etag={outcome.etag}
      name={outcome.data.name}
      references={[...specifications, ...prices, ...categories]}
      locale={locale}
    >
      <OfferingFields now={outcome.data} specifications={specifications} prices={prices} categories={categories} locale={locale} />
    </ThingEditor>
  );
}
