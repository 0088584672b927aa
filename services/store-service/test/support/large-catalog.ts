/**
 * Offerings that make searches as expensive as possible: with the longest descriptions, many attributes, and words as frequent as in real
 * texts.
 */
import { randomUUID } from 'node:crypto';
import { createChance } from '../../../../test/support/chance.ts';
import { anOffering } from '../../../../test/support/events.ts';
import type { StoreOffering } from '../../src/api.ts';
import { nextDocument, type StoredOffering } from '../../src/documents/index.ts';
import { searchFieldsOf } from '../../src/rules/index.ts';

const DESCRIPTION_LENGTH = 5_000;
const DIFFERENT_WORDS = 20_000;
const ATTRIBUTES = 30;

/** Words that every offering has. */
export const commonWords = ['broadband', 'connection', 'unlimited', 'telephone', 'household', 'installation', 'subscriber', 'television'];

export function largeCatalog(count: number): StoredOffering[] {
  const { between } = createChance(7);
  const vocabulary = Array.from({ length: DIFFERENT_WORDS }, () =>
    Array.from({ length: between(4, 12) }, () => 'abcdefghijklmnopqrstuvwxyz'[between(0, 25)]).join(''),
  );
  const text = (): string => {
    const words = [...commonWords];
    for (let length = 0; length < DESCRIPTION_LENGTH - 120;)
      length += words[words.push(vocabulary[Math.floor(between(0, DIFFERENT_WORDS - 1) ** 2 / DIFFERENT_WORDS)]!) - 1]!.length + 1;
    return [...words.slice(commonWords.length), ...commonWords].join(' ');
  };
  return Array.from({ length: count }, (_, i) => {
    const shown: StoreOffering = {
      id: randomUUID(),
      name: `Fibre ${i}`,
      description: text(),
      sales_channels: ['online'],
      categories: [],
      published_at: new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString(),
      lifecycle_status: 'PUBLISHED',
      specifications: [
        {
          id: randomUUID(),
          name: 'Package',
          characteristics: Array.from({ length: ATTRIBUTES }, (__, j) => ({
            id: randomUUID(),
            name: `A${j} ${i % 50}`,
            attribute: `A${j}`,
            value: String(i % 50),
            unit_of_measure: 'Mbps' as const,
          })),
        },
      ],
      pricing: [{ id: randomUUID(), name: 'Monthly', value: between(1, 2_000), currency: 'USD', unit: 'per month' }],
    };
    return nextDocument(null, {
      offering: anOffering({ id: shown.id }),
      status: 'PUBLISHED',
      shown,
      search: searchFieldsOf(shown),
      now: new Date(),
      sources: { offering: 1, specifications: [], characteristics: [], prices: [], categories: [] },
    });
  });
}
