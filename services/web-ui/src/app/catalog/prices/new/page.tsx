/** A new price. */
import { ThingEditor } from '../../../../catalog/editor/thing-editor.tsx';
import { PriceFields } from '../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';

export default async function NewPrice() {
  const speech = await currentSpeech();
  return <ThingEditor kind="prices" name={speech.text.catalog.create.prices} speech={speech}><PriceFields speech={speech} /></ThingEditor>;
}
