/** Groups prices by how they are charged: those of one charge in several currencies are alternatives, and are never a sum. */
import { chargeOf, lineKey, type Price, unitOf } from '@catalog/contracts';
import type { PricePoint } from '../../api.ts';

/** In the order of the prices; where a unit is not understood, its text alone says which belong together. */
export const pricePointsOf = (prices: readonly Price[]): PricePoint[] =>
  [...Map.groupBy(prices, keyOf).values()].map((alike) => ({
    charge: chargeOf(alike[0]!),
    unit: alike[0]!.unit,
    amounts: alike.map(({ id, currency, value }) => ({ currency, value, price_id: id })),
  }));

function keyOf(price: Price): string {
  const charge = chargeOf(price);
  return lineKey(charge ? `charge ${unitOf(charge)}` : `text ${price.unit}`);
}
