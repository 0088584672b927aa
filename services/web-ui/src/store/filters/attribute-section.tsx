/** The filter of one attribute: bounds for a measured attribute with many values, else values to tick. */
import { fill, type Locale } from '../../text/locale.ts';
import { hiddenFields, hrefOf, type StoreAddress } from '../address.ts';
import { boundsOf, chosenValues, toggleValue, valueInFilter, withoutBounds } from '../choices.ts';
import type { Facets } from '../facts.ts';
import { scaleOf, type Stop } from '../ranges.ts';
import { Choice } from './choice.tsx';
import { RangeFilter } from './range-filter.tsx';

type Props = { address: StoreAddress; facet: Facets['attributes'][number]; locale: Locale };

/** Values beyond these are folded away. */
const SHOWN_VALUES = 6;

export function AttributeSection({ address, facet, locale }: Props) {
  const scale = scaleOf(facet);
  const ticked = chosenValues(address, facet.attribute);
  return (
    <fieldset className="filter">
      <legend>{facet.attribute}</legend>
      {scale && ticked.length === 0 ? <Range {...{ address, facet, locale, scale }} /> : <Values {...{ address, facet, locale, ticked }} />}
    </fieldset>
  );
}

function Range({ address, facet: { attribute }, locale, scale }: Props & { scale: Stop[] }) {
  const {
    text: {
      store: { from, to, any, apply, applyTo },
    },
  } = locale;
  return (
    <RangeFilter
      attribute={attribute}
      fields={hiddenFields(withoutBounds(address, attribute), [])}
      chosen={boundsOf(address, attribute)}
      stops={scale.map(({ value, label }) => ({ value, label: locale.quantity(label.number, label.unit) }))}
      text={{ from, to, any, apply, applyTo: fill(applyTo, { name: attribute }) }}
    />
  );
}

function Values({ address, facet: { attribute, values }, locale, ticked }: Props & { ticked: string[] }) {
  const [first, rest] = [values.slice(0, SHOWN_VALUES), values.slice(SHOWN_VALUES)];
  const choice = ({ value, unit_of_measure, count, filter }: (typeof values)[number]) => {
    const own = valueInFilter(filter, attribute);
    const href = hrefOf(toggleValue(address, attribute, own));
    return (
      <Choice key={filter} name={locale.quantity(value, unit_of_measure)} isTicked={ticked.includes(own)} {...{ href, count, locale }} />
    );
  };
  return (
    <>
      <ul className="choices">{first.map(choice)}</ul>
      {rest.length > 0 && (
        <details className="more-values">
          <summary>{fill(locale.text.store.more, { count: rest.length })}</summary>
          <ul className="choices">{rest.map(choice)}</ul>
        </details>
      )}
    </>
  );
}
