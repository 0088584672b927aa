/** Creates a specification. */
import { NewThing } from '../../../../catalog/editor/new-thing.tsx';
import { SpecificationFields } from '../../../../catalog/editor/thing-fields.tsx';

export default function NewSpecification() {
  return <NewThing kind="specifications" Fields={SpecificationFields} />;
}
