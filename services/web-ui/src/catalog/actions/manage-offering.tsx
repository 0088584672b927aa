/** The actions that an offering's status, and the role of whoever looks at it, allow. */
import Link from 'next/link';
import type { ComponentProps } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { pathOf } from '../kinds.ts';
import type { Things } from '../things.ts';
import { ActionForm } from './action-form.tsx';
import { cancelPublication, cancelSchedule, clone, publish, remove, retire } from './actions.ts';
import { Disclosure } from './disclosure.tsx';

export function ManageOffering({ offering, isAdmin, text }: { offering: Things['offerings']; isAdmin: boolean; text: Text }) {
  const { builder, catalog } = text;
  const { id, name, lifecycle_status: status, scheduled } = offering;
  const mayPublish = status === 'DRAFT' && isAdmin && !scheduled;
  const mayEdit = status === 'DRAFT' && (isAdmin || !scheduled);
  const mayRetire = status === 'PUBLISHED' && isAdmin && !scheduled;
  return (
    <>
      {mayPublish && <ActionForm action={publish.bind(null, id)} label={builder.publish} kind="primary" />}
      {mayEdit && (
        <Link className="button" href={`${pathOf('offerings', id)}/edit`} prefetch={false}>
          {catalog.edit}
        </Link>
      )}
      {mayPublish && <Schedule action={publish.bind(null, id)} label={builder.publishAt} text={builder} />}
      {mayRetire && (
        <>
          <Disclosure label={builder.retire} kind="danger">
            <p>{fill(builder.confirmRetire, { name })}</p>
            <ActionForm action={retire.bind(null, id)} label={builder.yes} kind="danger" />
          </Disclosure>
          <Schedule action={retire.bind(null, id)} label={builder.retireAt} text={builder} />
        </>
      )}
      {isAdmin && scheduled && <ActionForm action={cancelSchedule.bind(null, id)} label={builder.cancelSchedule} />}
      {isAdmin && status === 'PUBLISHING' && (
        <ActionForm action={cancelPublication.bind(null, id)} label={builder.cancelPublication} kind="danger" />
      )}
      <ActionForm action={clone.bind(null, id, fill(builder.cloneName, { name }))} label={builder.clone} />
      {mayEdit && (
        <Disclosure label={catalog.remove} kind="danger">
          <p>{fill(builder.confirmRemove, { name })}</p>
          <ActionForm action={remove.bind(null, 'offerings', id)} label={builder.yes} kind="danger" />
        </Disclosure>
      )}
    </>
  );
}

function Schedule({ action, label, text }: Pick<ComponentProps<typeof ActionForm>, 'action' | 'label'> & { text: Text['builder'] }) {
  return (
    <Disclosure label={label}>
      <ActionForm action={action} label={text.schedule}>
        <label className="field">
          <span>{text.at}</span>
          <input type="datetime-local" name="at" required />
        </label>
      </ActionForm>
    </Disclosure>
  );
}
