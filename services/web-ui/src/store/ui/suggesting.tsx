'use client';
/** The search field with names beneath it while one types: arrow keys choose one, Enter goes there or searches. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/speech.ts';
import { Icon } from '../../ui/icon.tsx';
import { Marked } from '../../ui/marked.tsx';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

type Field = { name: string; className: string; placeholder: string; maxLength: number; 'aria-label': string };
export type SuggestingProps = {
  field: Field;
  /** What was in the plain field that this one takes the place of, and where in it one was. */
  initial: string;
  caret: number | null;
  text: Text['store'];
};

export function Suggesting({ field, initial, caret, text }: SuggestingProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState(initial);
  const { suggestions, isAsked } = useSuggestions(value);
  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(caret, caret);
  }, [caret]);
  const said = !isAsked ? '' : suggestions.length === 0 ? text.noSuggestions
    : fill(suggestions.length === 1 ? text.suggestionsFound.one : text.suggestionsFound.other, { count: suggestions.length });
  return (
    <Autocomplete.Root<Suggestion>
      items={suggestions}
      value={value}
      mode="none"
      filter={null}
      itemToStringValue={({ name }) => name}
      onValueChange={(next, { reason }) => { if (reason !== 'item-press') setValue(next); }}
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
