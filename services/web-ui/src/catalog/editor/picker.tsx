'use client';
/** Picks things by searching for them; what is chosen is in the form as hidden fields, in its order. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';
import { useLatestAnswer } from '../../ui/use-latest-answer.ts';
import type { Reference, ReferredKind } from '../references.ts';
import { Field } from './field.tsx';

export function Picker({ name, title, kind, chosen: initial, text }: { name: string; title: string; kind: ReferredKind; chosen: Reference[]; text: Text['builder'] }) {
  const isHydrated = useIsHydrated();
  const [chosen, setChosen] = useState(initial);
  const [typed, setTyped] = useState('');
  const found = useFound(kind, typed);
  const offered = found?.filter(({ id }) => chosen.every((one) => one.id !== id)) ?? [];
  const add = (one: Reference) => {
    setChosen([...chosen, one]);
    setTyped('');
  };
  const moveUp = (index: number) => setChosen(chosen.map((one, at) => (at === index - 1 ? chosen[index] : at === index ? chosen[index - 1] : one) ?? one));
  return (
    <div className="picker">
      {chosen.map(({ id }) => <input type="hidden" key={id} name={name} value={id} />)}
      <Field name={name} title={title}>
        {(described) => (!isHydrated ? <input {...described} placeholder={text.pick} disabled /> : (
          <Autocomplete.Root<Reference> items={offered} value={typed} mode="none" filter={null} openOnInputClick
            itemToStringValue={(one) => one.name ?? one.id} onValueChange={(next, { reason }) => { if (reason !== 'item-press') setTyped(next); }}>
            <Autocomplete.Input {...described} placeholder={text.pick} autoComplete="off" onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }} />
            <Autocomplete.Portal>
              <Autocomplete.Positioner className="popup-place" sideOffset={4} align="start">
                <Autocomplete.Popup className="popup" aria-label={title}>
                  {found && offered.length === 0 && <p className="popup-note">{text.pickNothing}</p>}
                  <Autocomplete.List className="popup-list">
                    {(one: Reference) => (
                      <Autocomplete.Item key={one.id} value={one} className="popup-item" onClick={() => add(one)}>
                        <span>{one.name}{one.detail && <small> {one.detail}</small>}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.List>
                </Autocomplete.Popup>
              </Autocomplete.Positioner>
            </Autocomplete.Portal>
          </Autocomplete.Root>
        ))}
      </Field>
      {chosen.length === 0 ? <p className="field-hint">{text.pickNone}</p> : (
        <ol className="picked" aria-label={`${title}: ${text.picked}`}>
          {chosen.map((one, index) => (
            <li key={one.id}>
              <span>{one.name ?? one.id}{one.detail && <small> {one.detail}</small>}</span>
              {index > 0 && <button type="button" className="button quiet" aria-label={fill(text.up, { name: one.name ?? one.id })} onClick={() => moveUp(index)}><Icon name="up" /></button>}
              <button type="button" className="button quiet" aria-label={fill(text.take, { name: one.name ?? one.id })} onClick={() => setChosen(chosen.filter(({ id }) => id !== one.id))}><Icon name="close" /></button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Undefined until there is an answer. */
function useFound(kind: ReferredKind, typed: string): Reference[] | undefined {
  const answer = useLatestAnswer<{ items: Reference[] }>(`/catalog/lookup?${new URLSearchParams({ kind, name: typed.trim() }).toString()}`);
  return answer && (answer.body?.items ?? []);
}
