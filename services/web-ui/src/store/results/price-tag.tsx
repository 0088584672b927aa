/** The main price of an offering in large type, with what it was if it is reduced; the next one in small. */
import { fill, type Locale } from '../../text/locale.ts';
import type { ShownPrices } from '../facts.ts';
import { Reduction } from './reduction.tsx';

export function PriceTag({ prices: { main, others }, currency, locale }: { prices: ShownPrices; currency: string; locale: Locale }) {
  const { text, amount } = locale;
  if (!main) return <p className="price-tag">{text.store.noPrice}</p>;
  return (
    <p className="price-tag">
      <strong>{amount(main.value, main.currency)}</strong> <span>{main.unit}</span>
      <Reduction price={main} locale={locale} />
      {others[0] && <small>{fill(text.store.also, { price: `${amount(others[0].value, others[0].currency)} ${others[0].unit}` })}</small>}
      {main.currency !== currency && <small>{fill(text.store.inOtherCurrency, { currency })}</small>}
    </p>
  );
}
