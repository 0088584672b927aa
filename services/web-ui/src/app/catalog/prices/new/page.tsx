/** Creates a price. */
import { NewThing } from '../../../../catalog/editor/new-thing.tsx';
import { PriceFields } from '../../../../catalog/editor/thing-fields.tsx';

export default function NewPrice() {
  return <NewThing kind="prices" Fields={PriceFields} />;
}
