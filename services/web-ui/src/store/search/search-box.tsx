'use client';
/** The search form. Its autocomplete is loaded only on focus, so that no page waits for it. */
import Form from 'next/form';
import { type ComponentType, type FocusEvent, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { Icon } from '../../ui/icon.tsx';
import { hiddenFields, type StoreAddress } from '../address.ts';
import type { AutocompleteFieldProps } from './autocomplete-field.tsx';

export function SearchBox({ address, text }: { address: StoreAddress; text: Text['store'] }) {
  const searched = address.query ?? '';
  const [typed, setTyped] = useState(searched);
  const [AutocompleteField, setAutocompleteField] = useState<ComponentType<AutocompleteFieldProps>>();
  const field = { name: 'query', className: 'search-input', placeholder: text.placeholder, maxLength: 200, 'aria-label': text.search };
  const load = ({ currentTarget: { value } }: FocusEvent<HTMLInputElement>) => {
    setTyped(value);
    // If that fails, the plain field goes on working.
    import('./autocomplete-field.tsx').then(
      (loaded) => setAutocompleteField(() => loaded.AutocompleteField),
      () => undefined,
    );
  };
  return (
    <Form action="/" role="search" className="search-box">
      {hiddenFields(address, ['query', 'sort']).map(([name, value]) => (
        <input type="hidden" key={name + value} name={name} value={value} />
      ))}
      <Icon name="search" />
      {AutocompleteField ? (
        <AutocompleteField {...{ field, searched, typed, setTyped, text }} />
      ) : (
        <input
          {...field}
          type="search"
          defaultValue={searched}
          autoComplete="off"
          onFocus={load}
          onInput={({ currentTarget: { value } }) => setTyped(value)}
        />
      )}
      <button className="button primary">{text.searchButton}</button>
    </Form>
  );
}
