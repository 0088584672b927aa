/**
 * A generated catalog for the store's benchmarks, the same on every run: offerings of many kinds, some with one characteristic in common.
 */
import type { AnyEvent, Characteristic, EventType, Offering, Price, Specification, UnitOfMeasure } from '@catalog/contracts';
import { createHash, randomUUID } from 'node:crypto';
import { aCharacteristic, anOffering, aPrice, aSpecification } from '../support/events.ts';

export type GeneratedCatalog = {
  characteristics: Characteristic[];
  specifications: Specification[];
  prices: Price[];
  offerings: Offering[];
};

const values: [attribute: string, unit: UnitOfMeasure, ...values: string[]][] = [
  ['Speed', 'Mbps', '20', '50', '100', '250', '500', '1000'],
  ['Data', 'GB', '5', '10', '20', '50', '100'],
  ['Technology', 'None', '4G', '5G', 'FTTH', 'Cable', 'DSL'],
  ['Term', 'Months', '1', '12', '24'],
  ['Ports', 'Unit', '1', '2', '4', '8'],
];
const words = {
  who: ['Home', 'Office', 'Family', 'Student', 'Business', 'Traveller'],
  what: ['Fibre', 'Mobile', 'Cable', 'Television', 'Cloud', 'Security'],
  how: ['Basic', 'Plus', 'Premium', 'Unlimited', 'Flex'],
  why: ['fast and reliable', 'cheap for everyone', 'with a free router', 'for the whole house', 'without a contract'],
};

export function generatedCatalog(offerings: number, seed = 1): GeneratedCatalog {
  const pick = picking(seed);
  const characteristics = values.flatMap(([attribute, unit_of_measure, ...all]) =>
    all.map((value) =>
      aCharacteristic({ id: idOf(`${attribute} ${value}`), name: `${attribute} ${value}`, attribute, value, unit_of_measure }),
    ),
  );
  const byAttribute = [...Map.groupBy(characteristics, ({ attribute }) => attribute).values()];
  const specifications = Array.from({ length: 200 }, (_, i) =>
    aSpecification({
      id: idOf(`specification ${i}`),
      name: `Package ${i}`,
      characteristic_ids: byAttribute.map((some) => pick(some).id).slice(0, pick([3, 4, 5])),
    }),
  );
  const prices = Array.from({ length: 300 }, (_, i) =>
    aPrice({
      id: idOf(`price ${i}`),
      name: `Monthly ${i}`,
      value: pick([999, 1999, 2499, 4999, 8999, 14_999, 29_999, 99_900]) / 100 + i,
      currency: pick(['USD', 'USD', 'EUR', 'TRY']),
    }),
  );
  return {
    characteristics,
    specifications,
    prices,
    offerings: Array.from({ length: offerings }, (_, i) =>
      anOffering({
        id: idOf(`offering ${i}`),
        name: `${pick(words.who)} ${pick(words.what)} ${pick(words.how)} ${i}`,
        description: `${pick(words.what)} ${pick(words.why)}`,
        specification_ids: [pick(specifications).id],
        pricing_ids: [pick(prices).id, pick(prices).id],
        sales_channels: pick([['online'], ['retail'], ['online', 'partner']]),
        lifecycle_status: 'PUBLISHED',
        published_at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
        version: 3,
      }),
    ),
  };
}

export const eventAbout = (event_type: EventType, payload: AnyEvent['payload']) => ({
  event_id: randomUUID(),
  event_type,
  schema_version: '1.0',
  entity_version: payload.version,
  timestamp: new Date().toISOString(),
  correlation_id: 'bench',
  payload,
});

export function picking(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => choices[((state = (state * 16_807) % 2_147_483_647) >> 8) % choices.length]!;
}

/** A UUID that depends on the name alone. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
