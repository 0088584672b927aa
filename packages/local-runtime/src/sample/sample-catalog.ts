/** Reads the sample catalog from its files, and names its entries so that creating them can be repeated. */
import type { CatalogKind } from '@catalog/catalog-client';
import type { CharacteristicContent, OfferingTexts, WrittenPrice } from '@catalog/contracts';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

export type SampleCatalog = {
  characteristics: (Omit<CharacteristicContent, 'attribute'> & { attribute?: string })[];
  specifications: { name: string; characteristics: string[] }[];
  prices: WrittenPrice[];
  price_changes: { price: string; value: number; after_days?: number; for_days?: number }[];
  categories: SampleCategory[];
  offerings: (Pick<OfferingTexts, 'name' | 'description' | 'sales_channels'> & {
    specifications: string[];
    prices: string[];
    /** Each by the way to it: `Internet/Fibre`. */
    categories: string[];
  })[];
  revisions: { offering: string; description: string }[];
};
export type SampleCategory = { name: string; description?: string; children?: SampleCategory[] };

const files = ['characteristics', 'specifications', 'prices', 'price-changes', 'categories', 'offerings', 'revisions'];
const folder = new URL('../../../../sample-catalog/', import.meta.url);

export async function readSampleCatalog(): Promise<SampleCatalog> {
  const texts = await Promise.all(files.map((file) => readFile(new URL(`${file}.yaml`, folder), 'utf8')));
  return Object.assign({}, ...texts.map((text) => parse(text) as Partial<SampleCatalog>)) as SampleCatalog;
}

/** Offerings are found again by it, since their names are not unique. */
export const externalId = (name: string): string => `sample-${slug(name)}`;

/** An entry has the same key at every start; creating it again after it was deleted needs another one. */
export function idempotencyKey(kind: CatalogKind, body: { name: string }, attempt = 0): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, body, attempt]))
    .digest('hex')
    .slice(0, 16);
  return `sample-${kind}-${slug(body.name)}-${hash}`;
}

/** Latin letters and digits only; the Turkish i's have no decomposition, so they are replaced by hand. */
function slug(name: string): string {
  const plain = name.replaceAll('ı', 'i').replaceAll('İ', 'I').normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
}
