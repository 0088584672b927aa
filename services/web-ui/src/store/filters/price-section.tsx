/** The filter by price: the currency, a range to enter or to slide, and the ranges that offerings have. */
import Link from 'next/link';
import { currencies, type Currency } from '@catalog/contracts';
import { fill, type Locale } from '../../text/locale.ts';
import { changed, hiddenFields, hrefOf, type StoreAddress } from '../address.ts';
import { currencyOf } from '../currency-of.ts';
import type { Facets } from '../facts.ts';
import { priceStops } from '../ranges.ts';
import { Choice } from './choice.tsx';
import { PriceFilter } from './price-filter.tsx';

type Props = { address: StoreAddress; ranges: Facets['price_ranges']; locale: Locale };

export function PriceSection({ address, ranges, locale }: Props) {
  const {
    text: { store: text },
    language,
  } = locale;
  const { min_price, max_price } = address;
  const { priceRange: legend, lowest, highest, from, to, noLimit, any, apply, applyTo } = text;
  const currency = currencyOf(address);
  return (
    <fieldset className="filter">
      <legend>{text.price}</legend>
      <Currencies address={address} current={currency} locale={locale} />
      <PriceFilter
        key={`${currency} ${min_price} ${max_price}`}
        fields={hiddenFields(address, ['min_price', 'max_price'])}
        chosen={{ from: min_price, to: max_price }}
        stops={priceStops(ranges)}
        {...{ currency, language }}
        text={{ legend, lowest, highest, from, to, noLimit, any, apply, applyTo: fill(applyTo, { name: text.price }) }}
      />
      <ul className="choices">
        {ranges
          .filter(({ count }) => count > 0)
          .map((range) => (
            <RangeChoice key={range.from} {...{ address, range, currency, locale }} />
          ))}
      </ul>
    </fieldset>
  );
}

function Currencies({ address, current, locale: { text } }: { address: StoreAddress; current: Currency; locale: Locale }) {
  return (
    <ul className="currencies" aria-label={text.store.currency}>
      {currencies.map((one) => {
        const href = hrefOf(changed(address, { currency: one === 'USD' ? undefined : one, min_price: undefined, max_price: undefined }));
        return (
          <li key={one}>
            <Link
              className="segment"
              href={href}
              prefetch={false}
              scroll={false}
              title={text.currencies[one]}
              aria-current={one === current ? 'true' : undefined}
            >
              {one}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function RangeChoice({
  address,
  range: { from, to, count, filter },
  currency,
  locale,
}: {
  address: StoreAddress;
  range: Props['ranges'][number];
  currency: Currency;
  locale: Locale;
}) {
  const own = new URLSearchParams(filter);
  const [min_price, max_price] = [own.get('min_price') ?? undefined, own.get('max_price') ?? undefined];
  const isTicked = address.min_price === min_price && address.max_price === max_price;
  const href = hrefOf(changed(address, isTicked ? { min_price: undefined, max_price: undefined } : { min_price, max_price }));
  const name = to === undefined ? `${locale.amount(from, currency)}+` : `${locale.amount(from, currency)} – ${locale.amount(to, currency)}`;
  return <Choice {...{ href, name, isTicked, count, locale }} />;
}
