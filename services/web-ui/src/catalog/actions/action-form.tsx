'use client';
/** A button that runs one server action, and shows the API's objections below. */
import Link from 'next/link';
import { type ReactNode, useActionState } from 'react';
import { FormAlert } from '../form-alert.tsx';
import type { FormState } from '../form-state.ts';
import { pathOf } from '../kinds.ts';

export function ActionForm({
  action,
  label,
  kind = '',
  usedByTitle = '',
  children,
}: {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  label: string;
  kind?: 'primary' | 'danger' | '';
  usedByTitle?: string;
  children?: ReactNode;
}) {
  const [{ problem, usedBy = [], reasons = [] }, send, isSending] = useActionState(action, {});
  return (
    <form action={send} className="action-form">
      {children}
      <button className={`button ${kind}`} disabled={isSending}>
        {label}
      </button>
      {problem && (
        <FormAlert>
          {reasons.length > 0 ? (
            <ul>
              {reasons.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          ) : (
            <p>{problem}</p>
          )}
          {usedBy.length > 0 && (
            <>
              <p>{usedByTitle}</p>
              <ul>
                {usedBy.map((one) => (
                  <li key={one.id}>
                    <Link href={pathOf(one.kind, one.id)} prefetch={false}>
                      {one.name}
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )}
        </FormAlert>
      )}
    </form>
  );
}
