/** Asks once more before something that cannot be taken back; works without scripts. */
import type { ReactNode } from 'react';

export function Confirmed({ label, question, children }: { label: string; question: string; children: ReactNode }) {
  return (
    <details className="confirmed">
      <summary className="button danger">{label}</summary>
      <div className="confirmed-body"><p>{question}</p>{children}</div>
    </details>
  );
}
