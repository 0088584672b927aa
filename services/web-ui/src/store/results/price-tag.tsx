/** The main price of an offering in large type, with what it was if it is reduced; in small the next, and the first year. */
import { fill, type Locale } from '../../text/locale.ts';
import type { ShownPrices, StoreTotals } from '../facts.ts';
import { Reduction } from './reduction.tsx';

type Needs = { prices: ShownPrices; totals?: StoreTotals[] | undefined; currency: string; locale: Locale };

export function PriceTag({ prices: { main, others }, totals = [], currency, locale }: Needs) {
  const { text, amount } = locale;
  if (!main) return <p className="price-tag">{text.store.noPrice}</p>;
  const firstYear = totals.find((one) => one.currency === main.currency)?.first_year_total ?? undefined;
  return (
    <p className="price-tag">
      <strong>{amount(main.value, main.currency)}</strong> <span>{main.unit}</span>
      <Reduction price={main} locale={locale} />
      {others[0] && <small>{fill(text.store.also, { price: `${amount(others[0].value, others[0].currency)} ${others[0].unit}` })}</small>}
      {firstYear !== undefined && <small>{fill(text.store.firstYear, { price: amount(firstYear, main.currency) })}</small>}
      {main.currency !== currency && <small>{fill(text.store.inOtherCurrency, { currency })}</small>}
    </p>
  );
}
