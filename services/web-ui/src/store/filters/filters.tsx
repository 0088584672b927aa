/** All filters beside the results. Ticking a value follows a link, so it works without scripts. */
import type { Locale } from '../../text/locale.ts';
import { changed, hrefOf, type StoreAddress } from '../address.ts';
import type { Facets } from '../facts.ts';
import { AttributeSection } from './attribute-section.tsx';
import { CategorySection } from './category-section.tsx';
import { Choice } from './choice.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { PriceSection } from './price-section.tsx';

type Props = { address: StoreAddress; facets: Facets; locale: Locale };

/** Attributes beyond these are folded away. */
const SHOWN_ATTRIBUTES = 6;

export function Filters({ address, facets, locale }: Props) {
  const { text } = locale;
  const [first, rest] = [facets.attributes.slice(0, SHOWN_ATTRIBUTES), facets.attributes.slice(SHOWN_ATTRIBUTES)];
  const section = (facet: Facets['attributes'][number]) => <AttributeSection key={facet.attribute} {...{ address, facet, locale }} />;
  return (
    <FilterPanel title={text.store.filters}>
      <CategorySection categories={facets.categories} {...{ address, locale }} />
      <PriceSection ranges={facets.price_ranges} {...{ address, locale }} />
      {first.map(section)}
      <Channels {...{ address, facets, locale }} />
      {rest.length > 0 && (
        <details className="more-filters" open={rest.some(({ attribute }) => isFiltered(address, attribute))}>
          <summary>{text.store.moreFilters}</summary>
          {rest.map(section)}
        </details>
      )}
    </FilterPanel>
  );
}

function Channels({ address, facets, locale }: Props) {
  if (facets.channels.length === 0) return null;
  return (
    <fieldset className="filter">
      <legend>{locale.text.store.channel}</legend>
      <ul className="choices">
        {facets.channels.map(({ channel, count }) => {
          const isTicked = address.channel?.toLowerCase() === channel.toLowerCase();
          const href = hrefOf(changed(address, { channel: isTicked ? undefined : channel }));
          return <Choice key={channel} name={channel} {...{ href, isTicked, count, locale }} />;
        })}
      </ul>
    </fieldset>
  );
}

const isFiltered = (address: StoreAddress, attribute: string): boolean =>
  address.characteristic.some((filter) => filter.startsWith(`${attribute}:`));
