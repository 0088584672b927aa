/** Builds the MongoDB condition for the filters of a search and the words of its query. */
import type { Document } from 'mongodb';
import { type Comparison, type Filters, type PriceFilter, quantityKey } from '../../rules/index.ts';
import type { Condition } from './word-conditions.ts';

export const filterCondition = (
  words: Condition[],
  { price, channel, categories = [], characteristics }: Filters,
  currency: string,
): Condition => ({
  $and: [
    { status: 'PUBLISHED' },
    ...words,
    ...(price ? [{ 'search.prices': { $elemMatch: { currency, cents: range(price) } } }] : []),
    ...(channel === undefined ? [] : [{ 'search.channels': channel }]),
    ...categories.map((alternatives) => ({ 'search.categories': { $in: alternatives } })),
    ...characteristics.map((alternatives) => ({
      $or: alternatives.map((one) => ({ 'search.characteristics': { $elemMatch: { attribute: one.attribute, ...comparison(one) } } })),
    })),
  ],
});

const range = ({ from, to }: PriceFilter) => ({ $gte: from, $lte: to });

const operators = { '=': '$eq', '!=': '$ne', '>': '$gt', '>=': '$gte', '<': '$lt', '<=': '$lte' } as const;

function comparison({ operator, operand }: Comparison): Document {
  if (operand.kind === 'text') return { text: { [operators[operator]]: operand.text } };
  if (operand.kind === 'number') return { own_number: { [operators[operator]]: operand.number } };
  const { dimension, number } = operand.quantity;
  return operator === '=' || operator === '!='
    ? { quantity: { [operators[operator]]: quantityKey(operand.quantity) } }
    : { dimension, number: { [operators[operator]]: number } };
}
