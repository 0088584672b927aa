'use client';
/** Saves the preferences as soon as one changes, and returns to the same page. */
import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { useIsHydrated } from '../ui/use-is-hydrated.ts';

export function PreferencesForm({ apply, children }: { apply: string; children: ReactNode }) {
  const isHydrated = useIsHydrated();
  return (
    <form className="preferences" action="/preferences" method="post" onChange={(event) => event.currentTarget.requestSubmit()}>
      <Suspense>
        <Back />
      </Suspense>
      {children}
      <button className="button quiet" hidden={isHydrated}>
        {apply}
      </button>
    </form>
  );
}

function Back() {
  const query = useSearchParams().toString();
  const path = usePathname();
  return <input type="hidden" name="back" value={query ? `${path}?${query}` : path} />;
}
