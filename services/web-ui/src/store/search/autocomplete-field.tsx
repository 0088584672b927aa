'use client';
/** The search field with suggestions: arrow keys choose one, Enter opens it, or searches. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRouter } from 'next/navigation';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { AutocompletePopup } from '../../ui/autocomplete-popup.tsx';
import { Highlighted } from '../../ui/highlighted.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

type Field = { name: string; className: string; placeholder: string; maxLength: number; 'aria-label': string };
export type AutocompleteFieldProps = {
  field: Field;
  /** The query of the results on this page. */
  searched: string;
  typed: string;
  setTyped: (typed: string) => void;
  text: Text['store'];
};

export function AutocompleteField({ field, searched, typed, setTyped, text }: AutocompleteFieldProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(typed !== searched);
  const { suggestions, isAsked } = useSuggestions(typed);
  // It replaces the plain field while somebody types: the next letter must go on where the last one was.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  }, []);
  return (
    <Autocomplete.Root<Suggestion>
      items={suggestions}
      value={typed}
      mode="none"
      filter={null}
      open={isOpen}
      onOpenChange={setOpen}
      itemToStringValue={({ name }) => name}
      onValueChange={(next, { reason }) => {
        if (reason !== 'item-press') setTyped(next);
      }}
    >
      <Autocomplete.Input {...field} ref={input} type="search" autoComplete="off" />
      <AutocompletePopup<Suggestion>
        title={text.suggestions}
        offset={8}
        onChoose={({ id }) => router.push(`/offerings/${id}`)}
        note={
          <>
            <Autocomplete.Status className="visually-hidden">{isAsked && announcement(suggestions.length, text)}</Autocomplete.Status>
            {isAsked && suggestions.length === 0 && <p className="popup-note">{text.noSuggestions}</p>}
          </>
        }
      >
        {({ highlighted }) => (
          <>
            <Icon name="search" />
            <span>
              <Highlighted html={highlighted} />
            </span>
          </>
        )}
      </AutocompletePopup>
    </Autocomplete.Root>
  );
}

/** For screen readers. */
function announcement(count: number, { noSuggestions, suggestionsFound }: Text['store']): string {
  if (count === 0) return noSuggestions;
  return fill(count === 1 ? suggestionsFound.one : suggestionsFound.other, { count });
}
