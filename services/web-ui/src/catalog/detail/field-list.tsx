/** A thing's fields with their values; empty ones are left out. */
import type { ReactNode } from 'react';

export function FieldList({ rows }: { rows: [title: string, value: ReactNode][] }) {
  const filled = rows.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return (
    <dl className="fields">
      {filled.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
