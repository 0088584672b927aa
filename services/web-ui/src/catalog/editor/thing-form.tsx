'use client';
/** The form that edits a thing, with what is wrong with each field, and both versions if somebody else changed it meanwhile. */
import Link from 'next/link';
import { type ReactNode, useActionState } from 'react';
import { FormAlert } from '../form-alert.tsx';
import type { FormState } from '../form-state.ts';
import { type ConflictLabels, ConflictNotice } from './conflict-notice.tsx';
import { FieldFaults } from './field.tsx';

export function ThingForm({
  action,
  formId,
  etag,
  isNew,
  cancelTo,
  editTo,
  names,
  text,
  children,
}: {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Different for each form that is opened. */
  formId: string;
  etag: string | undefined;
  isNew: boolean;
  cancelTo: string;
  editTo: string;
  /** Names of the things referred to, by id, for a comparison. */
  names: Record<string, string>;
  text: ConflictLabels;
  children: ReactNode;
}) {
  const [{ conflict, problem, faults = {} }, send, isSending] = useActionState(action, {});
  return (
    <FieldFaults value={faults}>
      <form action={send} className="thing-form stack" onReset={(event) => event.preventDefault()}>
        <input type="hidden" name="form_id" value={formId} />
        <input type="hidden" name="etag" value={conflict?.etag ?? etag ?? ''} />
        {problem && <FormAlert>{problem}</FormAlert>}
        {conflict && <ConflictNotice {...{ conflict, names, editTo, text }} />}
        {children}
        <div className="form-end">
          <button className="button primary" disabled={isSending}>
            {conflict ? text.keepMine : isNew ? text.create : text.save}
          </button>
          <Link className="button quiet" href={cancelTo} prefetch={false}>
            {text.cancel}
          </Link>
        </div>
      </form>
    </FieldFaults>
  );
}
