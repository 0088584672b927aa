/** A new characteristic. */
import { ThingEditor } from '../../../../catalog/editor/thing-editor.tsx';
import { CharacteristicFields } from '../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../text/current-locale.ts';

export default async function NewCharacteristic() {
  const speech = await currentSpeech();
  return <ThingEditor kind="characteristics" name={speech.text.catalog.create.characteristics} speech={speech}><CharacteristicFields speech={speech} /></ThingEditor>;
}
