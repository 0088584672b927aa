/** Editing and deleting a characteristic, a specification or a price. */
import Link from 'next/link';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { type EditableKind, pathOf } from '../kinds.ts';
import { ActionForm } from './action-form.tsx';
import { remove } from './actions.ts';
import { Disclosure } from './disclosure.tsx';

export function ManageThing({ kind, id, name, text }: { kind: EditableKind; id: string; name: string; text: Text }) {
  return (
    <>
      <Link className="button primary" href={`${pathOf(kind, id)}/edit`} prefetch={false}>
        {text.catalog.edit}
      </Link>
      <Disclosure label={text.catalog.remove} kind="danger">
        <p>{fill(text.builder.confirmRemove, { name })}</p>
        <ActionForm action={remove.bind(null, kind, id)} label={text.builder.yes} kind="danger" usedByTitle={text.builder.inUse} />
      </Disclosure>
    </>
  );
}
