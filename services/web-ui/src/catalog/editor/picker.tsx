'use client';
/** Picks things by searching for their names; the form sends the picked ids as hidden fields, in order. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { type ComponentProps, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { AutocompletePopup } from '../../ui/autocomplete-popup.tsx';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';
import { useLatestAnswer } from '../../ui/use-latest-answer.ts';
import type { Reference, ReferredKind } from '../references.ts';
import { Field } from './field.tsx';
import { PickedList } from './picked-list.tsx';

type Labels = Text['builder'];

export function Picker({
  name,
  title,
  kind,
  picked: initial,
  isSingle = false,
  text,
}: {
  name: string;
  title: string;
  kind: ReferredKind;
  picked: Reference[];
  /** What is picked takes the place of what was. */
  isSingle?: boolean;
  text: Labels;
}) {
  const isHydrated = useIsHydrated();
  const [picked, setPicked] = useState(initial);
  return (
    <div className="picker">
      {picked.map(({ id }) => (
        <input type="hidden" key={id} name={name} value={id} />
      ))}
      <Field name={name} title={title}>
        {(field) =>
          isHydrated ? (
            <Search
              field={field}
              picked={picked}
              onPick={(one) => setPicked(isSingle ? [one] : [...picked, one])}
              {...{ title, kind, text }}
            />
          ) : (
            <input {...field} placeholder={text.pick} disabled />
          )
        }
      </Field>
      <PickedList title={title} picked={picked} onChange={setPicked} text={text} />
    </div>
  );
}

function Search({
  field,
  title,
  kind,
  picked,
  onPick,
  text,
}: {
  field: ComponentProps<'input'>;
  title: string;
  kind: ReferredKind;
  picked: Reference[];
  onPick: (one: Reference) => void;
  text: Labels;
}) {
  const [typed, setTyped] = useState('');
  const found = useFound(kind, typed);
  const offered = found?.filter(({ id }) => picked.every((one) => one.id !== id)) ?? [];
  const pick = (one: Reference) => {
    onPick(one);
    setTyped('');
  };
  return (
    <Autocomplete.Root<Reference>
      items={offered}
      value={typed}
      mode="none"
      filter={null}
      openOnInputClick
      itemToStringValue={(one) => one.name ?? one.id}
      onValueChange={(next, { reason }) => {
        if (reason !== 'item-press') setTyped(next);
      }}
    >
      <Autocomplete.Input
        {...field}
        placeholder={text.pick}
        autoComplete="off"
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <AutocompletePopup<Reference>
        title={title}
        offset={4}
        onChoose={pick}
        note={found && offered.length === 0 && <p className="popup-note">{text.pickNothing}</p>}
      >
        {({ name, detail }) => (
          <span>
            {name}
            {detail && <small> {detail}</small>}
          </span>
        )}
      </AutocompletePopup>
    </Autocomplete.Root>
  );
}

/** Undefined until there is an answer. */
function useFound(kind: ReferredKind, typed: string): Reference[] | undefined {
  const answer = useLatestAnswer<{ items: Reference[] }>(`/catalog/lookup?${new URLSearchParams({ kind, name: typed.trim() }).toString()}`);
  return answer && (answer.body?.items ?? []);
}
