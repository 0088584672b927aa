/** A new offering. */
import { ThingEditor } from '../../../../catalog/editor/thing-editor.tsx';
import { OfferingFields } from '../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';

export default async function NewOffering() {
  const speech = await currentSpeech();
  return <ThingEditor kind="offerings" name={speech.text.catalog.create.offerings} speech={speech}><OfferingFields speech={speech} /></ThingEditor>;
}
