/** A message above, or in place of, the content. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export function Notice({ kind, children }: { kind: 'info' | 'warning' | 'error'; children: ReactNode }) {
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={kind === 'info' ? 'info' : 'warning'} />
      <div>{children}</div>
    </div>
  );
}
