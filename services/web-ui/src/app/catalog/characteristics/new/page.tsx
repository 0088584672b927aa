/** Creates a characteristic. */
import { NewThing } from '../../../../catalog/editor/new-thing.tsx';
import { CharacteristicFields } from '../../../../catalog/editor/thing-fields.tsx';

export default function NewCharacteristic() {
  return <NewThing kind="characteristics" Fields={CharacteristicFields} />;
}
