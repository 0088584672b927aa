/** Shown in place of content that is not there, with a way on. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export function Nothing({ title, hint, children }: { title: ReactNode; hint: string; children?: ReactNode }) {
  return (
    <div className="nothing">
      <Icon name="empty" />
      {title}
      <p>{hint}</p>
      {children}
    </div>
  );
}
