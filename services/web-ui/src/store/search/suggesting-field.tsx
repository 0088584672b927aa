'use client';
/** The search field with names beneath it while one types: arrow keys choose one, Enter goes there or searches. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRouter } from 'next/navigation';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { Marked } from '../../ui/highlighted.tsx';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

type Field = { name: string; className: string; placeholder: string; maxLength: number; 'aria-label': string };
export type SuggestingProps = {
  field: Field;
  /** What was searched for on this page. */
  given: string;
  typed: string;
  setTyped: (typed: string) => void;
  text: Text['store'];
};

export function Suggesting({ field, given, typed, setTyped, text }: SuggestingProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(typed !== given);
  const { suggestions, isAsked } = useSuggestions(typed);
  // In the place of the plain field, before the next letter comes.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  }, []);
  const said = !isAsked ? '' : suggestions.length === 0 ? text.noSuggestions
    : fill(suggestions.length === 1 ? text.suggestionsFound.one : text.suggestionsFound.other, { count: suggestions.length });
  return (
    <Autocomplete.Root<Suggestion>
      items={suggestions}
      value={typed}
      mode="none"
      filter={null}
      open={isOpen}
      onOpenChange={setOpen}
      itemToStringValue={({ name }) => name}
      onValueChange={(next, { reason }) => { if (reason !== 'item-press') setTyped(next); }}
    >
      <Autocomplete.Input {...field} ref={input} type="search" autoComplete="off" />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="popup-place" sideOffset={8} align="start">
          <Autocomplete.Popup className="popup" aria-label={text.suggestions}>
            <Autocomplete.Status className="visually-hidden">{said}</Autocomplete.Status>
            {isAsked && suggestions.length === 0 && <p className="popup-note">{text.noSuggestions}</p>}
            <Autocomplete.List className="popup-list">
              {(one: Suggestion) => (
                <Autocomplete.Item key={one.id} value={one} className="popup-item" onClick={() => router.push(`/offerings/${one.id}`)}>
                  <Icon name="search" /><span><Marked html={one.highlighted} /></span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
