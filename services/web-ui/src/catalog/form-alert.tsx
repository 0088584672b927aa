/** What the API, or a check before it, says against a form that was sent. */
import type { ReactNode } from 'react';

export const FormAlert = ({ children }: { children: ReactNode }) => (
  <div className="notice error" role="alert">
    <div>{children}</div>
  </div>
);
