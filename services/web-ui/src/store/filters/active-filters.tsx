/** The active filters; each can be removed. */
import Link from 'next/link';
import { ownProperty } from '../../own-property.ts';
import { fill, type Locale } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { changed, hrefOf, type StoreAddress } from '../address.ts';
import { categoryLineIn } from '../category-line-in.ts';
import { describeFilter, withoutFilter } from '../choices.ts';
import type { Facets } from '../facts.ts';

const signs: Record<string, string> = { '=': ': ', '!=': ' ≠ ', '>=': ' ≥ ', '<=': ' ≤ ', '>': ' > ', '<': ' < ' };

type Categories = Facets['categories'];

/** Without `categories` a category has no name. */
export function ActiveFilters({ address, categories = [], locale }: { address: StoreAddress; categories?: Categories; locale: Locale }) {
  const { text } = locale;
  const chips = chipsOf(address, categories, locale);
  if (chips.length === 0) return null;
  return (
    <ul className="chips" aria-label={text.store.chosen}>
      {chips.map(({ name, href }) => (
        <li key={name}>
          <Link className="chip" href={href} prefetch={false} scroll={false} aria-label={fill(text.store.remove, { filter: name })}>
            {name}
            <Icon name="close" />
          </Link>
        </li>
      ))}
      <li>
        <Link className="chip clear" href={hrefOf(withoutFilters(address))} prefetch={false} scroll={false}>
          {text.store.clear}
        </Link>
      </li>
    </ul>
  );
}

const withoutFilters = ({ query, currency }: StoreAddress): StoreAddress => ({
  characteristic: [],
  ...(query && { query }),
  ...(currency && { currency }),
});

function chipsOf(address: StoreAddress, categories: Categories, { text, amount }: Locale): { name: string; href: string }[] {
  const { min_price, max_price, channel, category, characteristic, currency = 'USD' } = address;
  const chips = characteristic.map((filter) => {
    const { attribute, operator, values } = describeFilter(filter);
    return { name: `${attribute}${ownProperty(signs, operator) ?? ' '}${values.join(', ')}`, href: hrefOf(withoutFilter(address, filter)) };
  });
  const money = (value: string) =>
    Number.isFinite(Number(value)) && Object.hasOwn(text.currencies, currency) ? amount(Number(value), currency) : value;
  if (min_price)
    chips.push({ name: `${text.store.price} ≥ ${money(min_price)}`, href: hrefOf(changed(address, { min_price: undefined })) });
  if (max_price)
    chips.push({ name: `${text.store.price} ≤ ${money(max_price)}`, href: hrefOf(changed(address, { max_price: undefined })) });
  if (category) {
    const name = categoryLineIn(categories, category).at(-1)?.name ?? category;
    chips.push({ name: `${text.store.category}: ${name}`, href: hrefOf(changed(address, { category: undefined })) });
  }
  if (channel) chips.push({ name: `${text.store.channel}: ${channel}`, href: hrefOf(changed(address, { channel: undefined })) });
  return chips;
}
