'use client';
/** The search field: a plain form. What suggests names is fetched when somebody begins to type, so that nobody waits for it. */
import Form from 'next/form';
import { type ComponentType, type FocusEvent, useState } from 'react';
import type { Text } from '../../text/en.ts';
import { Icon } from '../../ui/icon.tsx';
import { hiddenFields, type StoreAddress } from '../address.ts';
import type { SuggestingProps } from './suggesting.tsx';

type Ready = { Suggesting: ComponentType<SuggestingProps>; initial: string; caret: number | null };

export function SearchBox({ address, text }: { address: StoreAddress; text: Text['store'] }) {
  const [ready, setReady] = useState<Ready>();
  const field = { name: 'query', className: 'search-input', placeholder: text.placeholder, maxLength: 200, 'aria-label': text.search };
  const prepare = ({ currentTarget: input }: FocusEvent<HTMLInputElement>) => {
    // Without it the field goes on as the plain one that it is.
    import('./suggesting.tsx').then(({ Suggesting }) => setReady({ Suggesting, initial: input.value, caret: input.selectionStart }), () => undefined);
  };
  return (
    <Form action="/" role="search" className="search-box" key={address.query ?? ''}>
      {hiddenFields(address, ['query', 'sort']).map(([name, value]) => <input type="hidden" key={name + value} name={name} value={value} />)}
      <Icon name="search" />
      {ready ? <ready.Suggesting field={field} initial={ready.initial} caret={ready.caret} text={text} />
        : <input {...field} type="search" defaultValue={address.query} autoComplete="off" onFocus={prepare} />}
      <button className="button primary">{text.searchButton}</button>
    </Form>
  );
}
