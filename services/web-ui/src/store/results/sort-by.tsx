'use client';
/** Chooses the order of the results; sent on change, or by a button without scripts. */
import Form from 'next/form';
import type { Text } from '../../text/en.ts';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';
import { hiddenFields, type StoreAddress } from '../address.ts';

export function SortBy({ address, text }: { address: StoreAddress; text: Text['store'] }) {
  const isHydrated = useIsHydrated();
  const usual = address.query ? 'relevance' : '-published_at';
  const sortings = (Object.keys(text.sorts) as (keyof typeof text.sorts)[]).filter((one) => one !== 'relevance' || address.query);
  return (
    <Form action="/" scroll={false} className="sort-by" onChange={(event) => event.currentTarget.requestSubmit()}>
      {hiddenFields(address, ['sort']).map(([name, value]) => (
        <input type="hidden" key={name + value} name={name} value={value} />
      ))}
      <label>
        {text.sort}
        <select name="sort" defaultValue={address.sort ?? usual} key={address.sort ?? usual}>
          {sortings.map((one) => (
            <option key={one} value={one}>
              {text.sorts[one]}
            </option>
          ))}
        </select>
      </label>
      <button className="button quiet" hidden={isHydrated}>
        {text.apply}
      </button>
    </Form>
  );
}
