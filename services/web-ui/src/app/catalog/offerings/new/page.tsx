/** A new offering. */
import { ThingEditor } from '../../../../catalog/ui/thing-editor.tsx';
import { OfferingFields } from '../../../../catalog/ui/thing-fields.tsx';
import { currentSpeech } from '../../../../text/speech-of-request.ts';

export default async function NewOffering() {
  const speech = await currentSpeech();
  return <ThingEditor kind="offerings" name={speech.text.catalog.create.offerings} speech={speech}><OfferingFields speech={speech} /></ThingEditor>;
}
