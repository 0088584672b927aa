'use client';
/** The search field: a plain form. What suggests names is fetched when somebody begins to type, so that nobody waits for it. */
import Form from 'next/form';
import { type ComponentType, type FocusEvent, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { Icon } from '../../ui/icon.tsx';
import { hiddenFields, type StoreAddress } from '../address.ts';
import type { SuggestingProps } from './suggesting-field.tsx';

export function SearchBox({ address, text }: { address: StoreAddress; text: Text['store'] }) {
  const given = address.query ?? '';
  const [typed, setTyped] = useState(given);
  const [Suggesting, setSuggesting] = useState<ComponentType<SuggestingProps>>();
  const field = { name: 'query', className: 'search-input', placeholder: text.placeholder, maxLength: 200, 'aria-label': text.search };
  const prepare = ({ currentTarget: { value } }: FocusEvent<HTMLInputElement>) => {
    setTyped(value);
    // Without it the field goes on as the plain one that it is.
    import('./suggesting-field.tsx').then((loaded) => setSuggesting(() => loaded.Suggesting), () => undefined);
  };
  return (
    <Form action="/" role="search" className="search-box">
      {hiddenFields(address, ['query', 'sort']).map(([name, value]) => <input type="hidden" key={name + value} name={name} value={value} />)}
      <Icon name="search" />
      {Suggesting ? <Suggesting {...{ field, given, typed, setTyped, text }} />
        : <input {...field} type="search" defaultValue={given} autoComplete="off" onFocus={prepare} onInput={({ currentTarget: { value } }) => setTyped(value)} />}
      <button className="button primary">{text.searchButton}</button>
    </Form>
  );
}
