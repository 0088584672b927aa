'use client';
/** What the store suggests for what has been typed so far; only the answer to the last letter counts. */
import { useEffect, useState } from 'react';

export type Suggestion = { id: string; name: string; highlighted: string };

const PAUSE_MS = 120;

export function useSuggestions(typed: string): { suggestions: Suggestion[]; isAsked: boolean } {
  const [answer, setAnswer] = useState<{ to: string; suggestions: Suggestion[] }>({ to: '', suggestions: [] });
  const words = typed.trim();
  useEffect(() => {
    if (words === '') return undefined;
    const outdated = new AbortController();
    const timer = setTimeout(() => {
      suggestionsFor(words, outdated.signal).then((suggestions) => setAnswer({ to: words, suggestions }), () => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      outdated.abort();
    };
  }, [words]);
  // While the next answer is under way the last one stays, so that nothing flickers.
  return words === '' ? { suggestions: [], isAsked: false } : { suggestions: answer.suggestions, isAsked: answer.to === words };
}

async function suggestionsFor(words: string, signal: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch(`/suggest?${new URLSearchParams({ q: words }).toString()}`, { signal });
  if (!response.ok) return [];
  return ((await response.json()) as { suggestions: Suggestion[] }).suggestions;
}
