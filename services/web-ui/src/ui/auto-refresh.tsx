'use client';
/** Shows the page anew every now and then, as long as there is something to wait for and somebody looks. */
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const EVERY_MS = 1_000;

export function Live({ isOn }: { isOn: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => { if (document.visibilityState === 'visible') router.refresh(); }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isOn, router]);
  return null;
}
