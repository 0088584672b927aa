/** What somebody filled in, as the API wants it, and what a thing is, as a form shows it. */
import { createHash } from 'node:crypto';
import type { operations as CharacteristicOperations } from '../../api/schema/characteristic.d.ts';
import type { operations as OfferingOperations } from '../../api/schema/offering.d.ts';
import type { operations as PricingOperations } from '../../api/schema/pricing.d.ts';
import type { operations as SpecificationOperations } from '../../api/schema/specification.d.ts';
import { amountIn } from './amounts.ts';
import type { EditableKind } from '../kinds.ts';

export type CharacteristicWish = CharacteristicOperations['createCharacteristic']['requestBody']['content']['application/json'];
export type SpecificationWish = SpecificationOperations['createSpecification']['requestBody']['content']['application/json'];
export type PriceWish = PricingOperations['createPrice']['requestBody']['content']['application/json'];
export type OfferingWish = OfferingOperations['createOffering']['requestBody']['content']['application/json'];
export type Wishes = { characteristics: CharacteristicWish; specifications: SpecificationWish; prices: PriceWish; offerings: OfferingWish };

/** The fields of each form, in their order. */
export const fieldsOf = {
  characteristics: ['name', 'attribute', 'value', 'unit_of_measure'],
  specifications: ['name', 'characteristic_ids'],
  prices: ['name', 'value', 'currency', 'unit'],
  offerings: ['name', 'description', 'external_id', 'specification_ids', 'pricing_ids', 'sales_channels'],
} as const satisfies Record<EditableKind, readonly string[]>;

/** An amount must be one (see `amounts.ts`); nothing else is checked here: the API does, and says more about it. */
export function wishIn<K extends EditableKind>(kind: K, form: FormData): Wishes[K] {
  const text = (name: string) => textIn(form, name);
  const ids = (name: string) => form.getAll(name).map(String);
  const wishes: { [Kind in EditableKind]: () => Wishes[Kind] } = {
    characteristics: () => ({
      name: text('name'), ...(text('attribute') && { attribute: text('attribute') }), value: text('value'),
      unit_of_measure: text('unit_of_measure') as CharacteristicWish['unit_of_measure'],
    }),
    specifications: () => ({ name: text('name'), characteristic_ids: ids('characteristic_ids') }),
    prices: () => ({ name: text('name'), value: amountIn(text('value')) ?? Number.NaN, unit: text('unit'), currency: text('currency') as PriceWish['currency'] }),
    offerings: () => ({
      name: text('name'),
      description: linesIn(form, 'description').join('\n') || null,
      external_id: text('external_id') || null,
      specification_ids: ids('specification_ids'),
      pricing_ids: ids('pricing_ids'),
      sales_channels: linesIn(form, 'sales_channels').map((channel) => channel.trim()).filter(Boolean),
    }),
  };
  return wishes[kind]();
}

/** A file in the place of a text is nothing of ours. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Browsers end each line with CR LF, whatever it was before. */
const linesIn = (form: FormData, name: string): string[] => textIn(form, name).split(/\r\n|\r|\n/);

/** Sent twice it is done once; anything else filled in is another wish. */
export const idempotencyKey = (form: string, wish: unknown): string =>
  createHash('sha256').update(form).update(JSON.stringify(wish)).digest('hex').slice(0, 48);
