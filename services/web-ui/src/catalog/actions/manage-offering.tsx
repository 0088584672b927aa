/** What can be done to an offering in its state, by whom it is looked at. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { operations } from '../../api/schema/offering.d.ts';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { cancelPublication, cancelSchedule, clone, publish, remove, retire } from './actions.ts';
import { pathOf } from '../kinds.ts';
import { ActForm } from './action-form.tsx';
import { Confirmed } from './confirm.tsx';

type Offering = operations['getOffering']['responses'][200]['content']['application/json'];

export function ManageOffering({ offering: { id, name, lifecycle_status: status, scheduled }, isAdmin, text }: { offering: Offering; isAdmin: boolean; text: Text }) {
  const { builder } = text;
  const isFree = isAdmin && !scheduled;
  const isOpen = status === 'DRAFT' && (isAdmin || !scheduled);
  return (
    <>
      {status === 'DRAFT' && isFree && <ActForm action={publish.bind(null, id)} label={builder.publish} kind="primary" />}
      {isOpen && <Link className="button" href={`${pathOf('offerings', id)}/edit`} prefetch={false}>{text.catalog.edit}</Link>}
      {status === 'DRAFT' && isFree && <Later label={builder.publishAt}><ActForm action={publish.bind(null, id)} label={builder.schedule}><At title={builder.at} /></ActForm></Later>}
      {status === 'PUBLISHED' && isFree && (
        <>
          <Confirmed label={builder.retire} question={fill(builder.confirmRetire, { name })}><ActForm action={retire.bind(null, id)} label={builder.yes} kind="danger" /></Confirmed>
          <Later label={builder.retireAt}><ActForm action={retire.bind(null, id)} label={builder.schedule}><At title={builder.at} /></ActForm></Later>
        </>
      )}
      {isAdmin && scheduled && <ActForm action={cancelSchedule.bind(null, id)} label={builder.cancelSchedule} />}
      {isAdmin && status === 'PUBLISHING' && <ActForm action={cancelPublication.bind(null, id)} label={builder.cancelPublication} kind="danger" />}
      <ActForm action={clone.bind(null, id, fill(builder.cloneName, { name }))} label={builder.clone} />
      {isOpen && <Confirmed label={text.catalog.remove} question={fill(builder.confirmRemove, { name })}><ActForm action={remove.bind(null, 'offerings', id)} label={builder.yes} kind="danger" /></Confirmed>}
    </>
  );
}

const Later = ({ label, children }: { label: string; children: ReactNode }) => (
  <details className="confirmed">
    <summary className="button">{label}</summary>
    <div className="confirmed-body">{children}</div>
  </details>
);

const At = ({ title }: { title: string }) => <label className="field"><span>{title}</span><input type="datetime-local" name="at" required /></label>;
