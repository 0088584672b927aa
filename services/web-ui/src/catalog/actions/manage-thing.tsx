/** Changing and deleting. */
import Link from 'next/link';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { remove } from './actions.ts';
import { type EditableKind, pathOf } from '../kinds.ts';
import { ActForm } from './action-form.tsx';
import { Confirmed } from './confirm.tsx';

export function ManageThing({ kind, id, name, text }: { kind: EditableKind; id: string; name: string; text: Text }) {
  return (
    <>
      <Link className="button primary" href={`${pathOf(kind, id)}/edit`} prefetch={false}>{text.catalog.edit}</Link>
      <Confirmed label={text.catalog.remove} question={fill(text.builder.confirmRemove, { name })}>
        <ActForm action={remove.bind(null, kind, id)} label={text.builder.yes} kind="danger" usedByTitle={text.builder.inUse} />
      </Confirmed>
    </>
  );
}
