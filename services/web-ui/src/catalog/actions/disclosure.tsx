/** A button that first opens what belongs to it, such as a question or a field; works without scripts. */
import type { ReactNode } from 'react';

export function Disclosure({ label, kind = '', children }: { label: string; kind?: 'danger' | ''; children: ReactNode }) {
  return (
    <details className="disclosure">
      <summary className={`button ${kind}`}>{label}</summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
