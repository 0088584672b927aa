'use client';
/** The store's suggestions for what has been typed so far. */
import { useLatestAnswer } from '../../ui/use-latest-answer.ts';

export type Suggestion = { id: string; name: string; highlighted: string };

export function useSuggestions(typed: string): { suggestions: Suggestion[]; isAsked: boolean } {
  const words = typed.trim();
  const address = words === '' ? undefined : `/suggest?${new URLSearchParams({ q: words }).toString()}`;
  const answer = useLatestAnswer<{ suggestions: Suggestion[] }>(address);
  if (address === undefined) return { suggestions: [], isAsked: false };
  return { suggestions: answer?.body?.suggestions ?? [], isAsked: answer?.to === address };
}
