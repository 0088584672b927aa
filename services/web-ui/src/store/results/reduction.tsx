/** What a reduced price was, the lowest of the 30 days before, and until when it is reduced. */
import { fill, type Locale } from '../../text/locale.ts';
import type { StorePrice } from '../facts.ts';

export function Reduction({
  price: { reduced, currency },
  locale: { text, amount, moment },
}: {
  price: Pick<StorePrice, 'reduced' | 'currency'>;
  locale: Locale;
}) {
  if (!reduced) return null;
  const { previous_value, lowest_30_days, valid_until } = reduced;
  return (
    <small className="reduction">
      {fill(text.store.reduced, { until: moment(valid_until) })}{' '}
      <s>
        <span className="visually-hidden">{text.store.before} </span>
        {amount(previous_value, currency)}
      </s>{' '}
      · {fill(text.store.lowest30Days, { price: amount(lowest_30_days, currency) })}
    </small>
  );
}
