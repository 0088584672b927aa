/** A new characteristic. */
import { ThingEditor } from '../../../../catalog/ui/thing-editor.tsx';
import { CharacteristicFields } from '../../../../catalog/ui/thing-fields.tsx';
import { currentSpeech } from '../../../../text/speech-of-request.ts';

export default async function NewCharacteristic() {
  const speech = await currentSpeech();
  return <ThingEditor kind="characteristics" name={speech.text.catalog.create.characteristics} speech={speech}><CharacteristicFields speech={speech} /></ThingEditor>;
}
