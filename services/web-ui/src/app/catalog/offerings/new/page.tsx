/** Creates an offering. */
import { NewThing } from '../../../../catalog/editor/new-thing.tsx';
import { OfferingFields } from '../../../../catalog/editor/thing-fields.tsx';

export default function NewOffering() {
  return <NewThing kind="offerings" Fields={OfferingFields} />;
}
