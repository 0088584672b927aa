/** A new specification. */
import { ThingEditor } from '../../../../catalog/editor/thing-editor.tsx';
import { SpecificationFields } from '../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';

export default async function NewSpecification() {
  const speech = await currentSpeech();
  return <ThingEditor kind="specifications" name={speech.text.catalog.create.specifications} speech={speech}><SpecificationFields speech={speech} /></ThingEditor>;
}
