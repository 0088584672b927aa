'use client';
/** The form that edits a thing, with what is wrong with each field, and both versions if somebody else changed it meanwhile. */
import Link from 'next/link';
import { type ReactNode, useActionState } from 'react';
import { FormAlert } from '../form-alert.tsx';
import type { FormState } from '../form-state.ts';
import { type ConflictLabels, ConflictNotice } from './conflict-notice.tsx';
import { FieldFaults } from './field.tsx';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';

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
  const [{ conflict, problem, impact, sent = [], faults = {} }, send, isSending] = useActionState(action, {});
  const isHydrated = useIsHydrated();
  // Without scripts the page, and with it the tag, is read anew: what counts is what was looked at.
  const sentEtag = sent.find(([name]) => name === 'etag')?.[1];
  return (
    <FieldFaults value={faults}>
      <form action={send} className="thing-form stack" onReset={(event) => event.preventDefault()}>
        <input type="hidden" name="form_id" value={formId} />
        <input type="hidden" name="etag" value={conflict?.etag ?? sentEtag ?? etag ?? ''} />
        {problem && <FormAlert>{problem}</FormAlert>}
        {conflict && <ConflictNotice {...{ conflict, names, editTo, text }} />}
        {impact && <ImpactNotice impact={impact} hint={text.impactHint} />}
        {impact && !isHydrated ? <Sent entries={sent.filter(([name]) => name !== 'etag')} /> : children}
        <div className="form-end">
          <button className="button primary" disabled={isSending}>
            {conflict ? text.keepMine : impact ? text.saveKnowing : isNew ? text.create : text.save}
          </button>
          <Link className="button quiet" href={cancelTo} prefetch={false}>
            {text.cancel}
          </Link>
        </div>
      </form>
    </FieldFaults>
  );
}

/** A second click sends the same again, with the answer to this. */
const ImpactNotice = ({ impact, hint }: { impact: string; hint: string }) => (
  <div className="notice warning" role="alert">
    <div>
      <input type="hidden" name="confirm" value="impact" />
      <p>
        <strong>{impact}</strong>
      </p>
      <p>{hint}</p>
    </div>
  </div>
);

const Sent = ({ entries }: { entries: [name: string, value: string][] }) =>
  entries.map(([name, value], index) => <input key={index} type="hidden" name={name} value={value} />);
