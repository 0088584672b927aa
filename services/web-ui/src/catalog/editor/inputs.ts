/** Turns what somebody filled in into what the API takes. */
import { createHash } from 'node:crypto';
import type { EditableKind } from '../kinds.ts';
import type { Inputs } from '../things.ts';
import { parseAmount } from './amounts.ts';
import { chargeIn } from './charge-in.ts';
import { textIn } from '../text-in.ts';

/** The fields of each form, in order. */
export const fieldsOf = {
  characteristics: ['name', 'attribute', 'value', 'unit_of_measure'],
  specifications: ['name', 'characteristic_ids'],
  prices: ['name', 'value', 'currency', 'unit', 'charge'],
  categories: ['name', 'parent_id', 'sort_order', 'description', 'external_id'],
  offerings: ['name', 'description', 'external_id', 'specification_ids', 'pricing_ids', 'sales_channels', 'category_ids'],
} as const satisfies Record<EditableKind, readonly string[]>;

/** Only an amount is checked before (see `save.ts`); the API checks everything else, and explains more. */
export function inputFrom<K extends EditableKind>(kind: K, form: FormData): Inputs[K] {
  const text = (name: string) => textIn(form, name);
  const ids = (name: string) => form.getAll(name).map(String);
  const inputs: { [Kind in EditableKind]: () => Inputs[Kind] } = {
    characteristics: () => ({
      name: text('name'),
      ...(text('attribute') && { attribute: text('attribute') }),
      value: text('value'),
      unit_of_measure: text('unit_of_measure') as Inputs['characteristics']['unit_of_measure'],
    }),
    specifications: () => ({ name: text('name'), characteristic_ids: ids('characteristic_ids') }),
    prices: () => ({
      name: text('name'),
      value: parseAmount(text('value')) ?? Number.NaN,
      ...(text('unit') && { unit: text('unit') }),
      currency: text('currency') as Inputs['prices']['currency'],
      charge: chargeIn(form),
    }),
    categories: () => ({
      name: text('name'),
      parent_id: text('parent_id') || null,
      sort_order: Number(text('sort_order') || 0),
      description: linesIn(form, 'description').join('\n') || null,
      external_id: text('external_id') || null,
    }),
    offerings: () => ({
      name: text('name'),
      description: linesIn(form, 'description').join('\n') || null,
      external_id: text('external_id') || null,
      specification_ids: ids('specification_ids'),
      pricing_ids: ids('pricing_ids'),
      sales_channels: linesIn(form, 'sales_channels')
        .map((channel) => channel.trim())
        .filter(Boolean),
      category_ids: ids('category_ids'),
    }),
  };
  return inputs[kind]();
}

/** Browsers end each line with CR LF, whatever it was before. */
const linesIn = (form: FormData, name: string): string[] => textIn(form, name).split(/\r\n|\r|\n/);

/** The same form sent twice creates one thing; sent with other content it creates another. */
export const idempotencyKey = (formId: string, input: unknown): string =>
  createHash('sha256').update(formId).update(JSON.stringify(input)).digest('hex').slice(0, 48);
