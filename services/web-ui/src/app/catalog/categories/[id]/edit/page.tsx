/** Edits a category, or moves it with everything below it. */
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { CategoryFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { loadThing, type ThingPage } from '../../../../../catalog/load-thing.ts';
import { referencesTo } from '../../../../../catalog/references.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditCategory({ params }: ThingPage) {
  const { id } = await params;
  const { locale, outcome } = await loadThing('categories', id);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const { parent_id, name } = outcome.data;
  const parents = await referencesTo('categories', parent_id === null ? [] : [parent_id], locale);
  return (
    <ThingEditor kind="categories" id={id} etag={outcome.etag} name={name} references={parents} locale={locale}>
      <CategoryFields now={outcome.data} parents={parents} locale={locale} />
    </ThingEditor>
  );
}
