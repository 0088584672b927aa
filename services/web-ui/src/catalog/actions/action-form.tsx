'use client';
/** A button that does one thing, and says below itself what the API had against it. */
import Link from 'next/link';
import { type ReactNode, useActionState } from 'react';
import type { FormState } from '../form-state.ts';

export function ActForm({ action, label, kind = '', usedByTitle = '', isDisabled = false, children }: {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  label: string;
  kind?: 'primary' | 'danger' | '';
  usedByTitle?: string;
  isDisabled?: boolean;
  children?: ReactNode;
}) {
  const [{ problem, usedBy = [], reasons = [] }, send, isSending] = useActionState(action, {});
  return (
    <form action={send} className="act-form">
      {children}
      <button className={`button ${kind}`} disabled={isDisabled || isSending}>{label}</button>
      {problem && (
        <div className="notice error" role="alert">
          <div>
            {reasons.length > 0 ? <ul>{reasons.map((one) => <li key={one}>{one}</li>)}</ul> : <p>{problem}</p>}
            {usedBy.length > 0 && (
              <>
                <p>{usedByTitle}</p>
                <ul>{usedBy.map((one) => <li key={one.id}><Link href={`/catalog/${one.kind}/${one.id}`} prefetch={false}>{one.name}</Link></li>)}</ul>
              </>
            )}
          </div>
        </div>
      )}
    </form>
  );
}
