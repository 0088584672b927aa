/** A new price. */
import { ThingEditor } from '../../../../catalog/ui/thing-editor.tsx';
import { PriceFields } from '../../../../catalog/ui/thing-fields.tsx';
import { currentSpeech } from '../../../../text/speech-of-request.ts';

export default async function NewPrice() {
  const speech = await currentSpeech();
  return <ThingEditor kind="prices" name={speech.text.catalog.create.prices} speech={speech}><PriceFields speech={speech} /></ThingEditor>;
}
