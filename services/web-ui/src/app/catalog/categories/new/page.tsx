/** Creates a category, in the one that the address names. */
import { ThingEditor } from '../../../../catalog/editor/thing-editor.tsx';
import { CategoryFields } from '../../../../catalog/editor/thing-fields.tsx';
import { referencesTo } from '../../../../catalog/references.ts';
import { firstOf, type Parameters } from '../../../../store/address.ts';
import { currentLocale } from '../../../../text/current-locale.ts';

export default async function NewCategory({ searchParams }: { searchParams: Promise<Parameters> }) {
  const [locale, parameters] = await Promise.all([currentLocale(), searchParams]);
  const parent = firstOf(parameters, 'parent_id');
  const parents = parent === undefined ? [] : await referencesTo('categories', [parent], locale);
  return (
    <ThingEditor kind="categories" name={locale.text.catalog.create.categories} references={parents} locale={locale}>
      <CategoryFields parents={parents.filter(({ name }) => name !== undefined)} locale={locale} />
    </ThingEditor>
  );
}
