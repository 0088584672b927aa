/** A new specification. */
import { ThingEditor } from '../../../../catalog/ui/thing-editor.tsx';
import { SpecificationFields } from '../../../../catalog/ui/thing-fields.tsx';
import { currentSpeech } from '../../../../text/speech-of-request.ts';

export default async function NewSpecification() {
  const speech = await currentSpeech();
  return <ThingEditor kind="specifications" name={speech.text.catalog.create.specifications} speech={speech}><SpecificationFields speech={speech} /></ThingEditor>;
}
