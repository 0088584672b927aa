'use client';
/** The form of a thing: its fields, what is wrong with each, and both versions where somebody else was faster. */
import Link from 'next/link';
import { type ReactNode, useActionState } from 'react';
import { ownEntry } from '../../own-property.ts';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import type { FormState } from '../form-state.ts';
import { plainly } from '../scalar-text.ts';
import { FaultsOfForm } from './field.tsx';

type Words = Text['builder'] & { fields: Text['catalog']['fields']; empty: string };

export function ThingForm({ action, formId, etag, isNew, cancelTo, editTo, names, text, children }: {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Another for each form that is opened. */
  formId: string;
  etag: string | undefined;
  isNew: boolean;
  cancelTo: string;
  editTo: string;
  /** Of what is referred to, by id, for a comparison. */
  names: Record<string, string>;
  text: Words;
  children: ReactNode;
}) {
  const [state, send, isSending] = useActionState(action, {});
  const { conflict, problem, faults = {} } = state;
  return (
    <FaultsOfForm value={faults}>
      <form action={send} className="thing-form stack" onReset={(event) => event.preventDefault()}>
        <input type="hidden" name="form_id" value={formId} />
        <input type="hidden" name="etag" value={conflict?.etag ?? etag ?? ''} />
        {problem && (
          <div className="notice error" role="alert"><div>{problem}</div></div>
        )}
        {conflict && <ConflictNotice {...{ conflict, names, editTo, text }} />}
        {children}
        <div className="form-end">
          <button className="button primary" disabled={isSending}>{conflict ? text.keepMine : isNew ? text.create : text.save}</button>
          <Link className="button quiet" href={cancelTo} prefetch={false}>{text.cancel}</Link>
        </div>
      </form>
    </FaultsOfForm>
  );
}

function ConflictNotice({ conflict: { theirs, mine, savedAt }, names, editTo, text }: {
  conflict: NonNullable<FormState['conflict']>; names: Record<string, string>; editTo: string; text: Words;
}) {
  const said = (value: unknown): string => {
    if (Array.isArray(value)) return value.map((one) => ownEntry(names, String(one)) ?? String(one)).join(', ') || text.empty;
    return plainly(value) || text.empty;
  };
  return (
    <div className="notice warning conflict" role="alert">
      <div>
        <p><strong>{text.conflict}</strong></p>
        <p>{text.conflictHint}</p>
        <table>
          <thead><tr><th /><th scope="col">{text.mine}</th><th scope="col">{fill(text.theirs, { when: savedAt.replace('T', ' ').slice(0, 19) })}</th></tr></thead>
          <tbody>
            {Object.entries(theirs).map(([field, their]) => (
              <tr key={field}>
                <th scope="row">{ownEntry(text.fields, field) ?? field}</th>
                <td>{said(ownEntry(mine, field))}</td>
                <td>{said(their)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p><a href={editTo}>{text.takeTheirs}</a></p>
      </div>
    </div>
  );
}
