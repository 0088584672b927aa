'use client';
/** Shows the filters beside the results, or behind a button on a phone. */
import { type ReactNode, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';

export function FilterPanel({ title, children }: { title: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <aside className="filters" aria-label={title} data-open={isOpen}>
      <button
        type="button"
        className="button filters-button"
        aria-expanded={isOpen}
        aria-controls="filters"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="filter" />
        {title}
      </button>
      <div id="filters" className="filters-body">
        {children}
      </div>
    </aside>
  );
}
