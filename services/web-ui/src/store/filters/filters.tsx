/** All filters beside the results, each value with the number of offerings that have it. Ticking works by links, so it needs no script. */
import Link from 'next/link';
import type { Speech } from '../../text/locale.ts';
import { fill } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { changed, currencyOf, hiddenFields, hrefOf, type StoreAddress } from '../address.ts';
import { boundsOf, chosenValues, toggleValue, valueInFilter, withoutBounds } from '../choices.ts';
import type { Facets } from '../facts.ts';
import { priceStops, scaleOf, type Stop } from '../ranges.ts';
import { FilterPanel } from './filter-panel.tsx';
import { PriceFilter } from './price-filter.tsx';
import { RangeFilter } from './range-filter.tsx';

type Shown = { address: StoreAddress; facets: Facets; speech: Speech };

const FEATURES_SHOWN = 6;
const VALUES_SHOWN = 6;

export function Filters({ address, facets, speech }: Shown) {
  const { text } = speech;
  const [first, rest] = [facets.attributes.slice(0, FEATURES_SHOWN), facets.attributes.slice(FEATURES_SHOWN)];
  const attribute = (facet: Facets['attributes'][number]) => <Attribute key={facet.attribute} {...{ address, facet, speech }} />;
  return (
    <FilterPanel title={text.store.filters}>
      <Price {...{ address, facets, speech }} />
      {first.map(attribute)}
      <Channels {...{ address, facets, speech }} />
      {rest.length > 0 && <details className="more-filters" open={rest.some((facet) => isChosen(address, facet.attribute))}><summary>{text.store.moreFilters}</summary>{rest.map(attribute)}</details>}
    </FilterPanel>
  );
}

function Price({ address, facets, speech }: Shown) {
  const { text, language } = speech;
  const currency = currencyOf(address);
  return (
    <fieldset className="filter">
      <legend>{text.store.price}</legend>
      <ul className="currencies" aria-label={text.store.currency}>
        {(Object.keys(text.currencies) as (keyof typeof text.currencies)[]).map((one) => {
          const href = hrefOf(changed(address, { currency: one === 'USD' ? undefined : one, min_price: undefined, max_price: undefined }));
          return <li key={one}><Link className="segment" href={href} prefetch={false} scroll={false} title={text.currencies[one]} aria-current={one === currency ? 'true' : undefined}>{one}</Link></li>;
        })}
      </ul>
      <PriceFilter
        key={`${currency} ${address.min_price} ${address.max_price}`}
        fields={hiddenFields(address, ['min_price', 'max_price'])}
        chosen={{ from: address.min_price, to: address.max_price }}
        stops={priceStops(facets.price_ranges)}
        {...{ currency, language }}
        text={{ legend: text.store.priceRange, lowest: text.store.lowest, highest: text.store.highest, from: text.store.from, to: text.store.to, noLimit: text.store.noLimit, any: text.store.any, apply: text.store.apply, applyTo: fill(text.store.applyTo, { name: text.store.price }) }}
      />
      <ul className="choices">
        {facets.price_ranges.filter(({ count }) => count > 0).map(({ from, to, count, filter }) => {
          const own = new URLSearchParams(filter);
          const [min_price, max_price] = [own.get('min_price') ?? undefined, own.get('max_price') ?? undefined];
          const isTicked = address.min_price === min_price && address.max_price === max_price;
          const href = hrefOf(changed(address, isTicked ? { min_price: undefined, max_price: undefined } : { min_price, max_price }));
          const name = to === undefined ? `${speech.amount(from, currency)}+` : `${speech.amount(from, currency)} – ${speech.amount(to, currency)}`;
          return <Choice key={from} {...{ href, name, isTicked, count, speech }} />;
        })}
      </ul>
    </fieldset>
  );
}

function Attribute({ address, facet, speech }: { address: StoreAddress; facet: Facets['attributes'][number]; speech: Speech }) {
  const scale = scaleOf(facet);
  const ticked = chosenValues(address, facet.attribute);
  return (
    <fieldset className="filter">
      <legend>{facet.attribute}</legend>
      {scale && ticked.length === 0 ? <Range {...{ address, facet, speech, scale }} /> : <Values {...{ address, facet, speech, ticked }} />}
    </fieldset>
  );
}

type OfAttribute = { address: StoreAddress; facet: Facets['attributes'][number]; speech: Speech };

function Range({ address, facet: { attribute }, speech, scale }: OfAttribute & { scale: Stop[] }) {
  const { text } = speech;
  return (
    <RangeFilter
      attribute={attribute}
      fields={hiddenFields(withoutBounds(address, attribute), [])}
      chosen={boundsOf(address, attribute)}
      stops={scale.map(({ value, label }) => ({ value, label: speech.quantity(label.number, label.unit) }))}
      text={{ from: text.store.from, to: text.store.to, any: text.store.any, apply: text.store.apply, applyTo: fill(text.store.applyTo, { name: attribute }) }}
    />
  );
}

function Values({ address, facet: { attribute, values }, speech, ticked }: OfAttribute & { ticked: string[] }) {
  const choice = ({ value, unit_of_measure, count, filter }: (typeof values)[number]) => {
    const own = valueInFilter(filter, attribute);
    const href = hrefOf(toggleValue(address, attribute, own));
    return <Choice key={filter} name={speech.quantity(value, unit_of_measure)} isTicked={ticked.includes(own)} {...{ href, count, speech }} />;
  };
  const [first, rest] = [values.slice(0, VALUES_SHOWN), values.slice(VALUES_SHOWN)];
  return (
    <>
      <ul className="choices">{first.map(choice)}</ul>
      {rest.length > 0 && <details className="more-values"><summary>{fill(speech.text.store.more, { count: rest.length })}</summary><ul className="choices">{rest.map(choice)}</ul></details>}
    </>
  );
}

function Channels({ address, facets, speech }: Shown) {
  if (facets.channels.length === 0) return null;
  return (
    <fieldset className="filter">
      <legend>{speech.text.store.channel}</legend>
      <ul className="choices">
        {facets.channels.map(({ channel, count }) => {
          const isTicked = address.channel?.toLowerCase() === channel.toLowerCase();
          return <Choice key={channel} name={channel} href={hrefOf(changed(address, { channel: isTicked ? undefined : channel }))} {...{ isTicked, count, speech }} />;
        })}
      </ul>
    </fieldset>
  );
}

function Choice({ name, href, isTicked, count, speech }: { name: string; href: string; isTicked: boolean; count: number; speech: Speech }) {
  return (
    <li>
      <Link className="choice" href={href} prefetch={false} scroll={false} aria-current={isTicked ? 'true' : undefined} rel="nofollow">
        <span className="tick">{isTicked && <Icon name="check" />}</span>
        <span className="choice-name">{name}</span>
        <span className="count">{speech.number(count)}</span>
      </Link>
    </li>
  );
}

const isChosen = (address: StoreAddress, attribute: string): boolean => address.characteristic.some((filter) => filter.startsWith(`${attribute}:`));
