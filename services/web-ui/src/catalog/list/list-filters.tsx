/** The filters of a list, as a form that sets them in the address. */
import Form from 'next/form';
import Link from 'next/link';
import { ownProperty } from '../../own-property.ts';
import type { Text } from '../../text/en.ts';
import type { ListAddress } from './list-address.ts';

export type Filter = { name: string; title: string; options?: { value: string; title: string }[] };

export function ListFilters({ filters, address, text }: { filters: Filter[]; address: ListAddress; text: Text['catalog'] }) {
  const withoutField = Object.entries(address.filters).filter(([name]) => filters.every((one) => one.name !== name));
  return (
    <Form action={address.path} className="list-filters" role="search">
      <input type="hidden" name="sort" value={address.sort} />
      {withoutField.map(([name, value]) => (
        <input type="hidden" key={name} name={name} value={value} />
      ))}
      {filters.map(({ name, title, options }) => (
        <label className="field" key={name + ownProperty(address.filters, name)}>
          <span>{title}</span>
          {options ? (
            <select name={name} defaultValue={ownProperty(address.filters, name) ?? ''}>
              <option value="">{text.all}</option>
              {options.map((one) => (
                <option key={one.value} value={one.value}>
                  {one.title}
                </option>
              ))}
            </select>
          ) : (
            <input name={name} defaultValue={ownProperty(address.filters, name)} maxLength={200} />
          )}
        </label>
      ))}
      <button className="button">{text.filter}</button>
      {Object.keys(address.filters).length > 0 && (
        <Link className="button quiet" href={address.path} prefetch={false}>
          {text.reset}
        </Link>
      )}
    </Form>
  );
}
