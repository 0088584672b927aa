/** Builds the Elasticsearch query for the filters of a search, without the words of its query. */
import type { estypes } from '@elastic/elasticsearch';
import { type Comparison, type Filters, type PriceFilter, quantityKey } from '../../rules/index.ts';

type Query = estypes.QueryDslQueryContainer;

export const filterQuery = ({ price, channel, categories = [], characteristics }: Filters, currency: string): Query => ({
  bool: {
    filter: [
      ...(price ? [{ range: { [`cents.${currency}`]: range(price) } }] : []),
      ...(channel === undefined ? [] : [{ term: { channels: channel } }]),
      ...categories.map((alternatives) => ({ terms: { categories: alternatives } })),
      ...characteristics.map((alternatives) => ({ bool: { should: alternatives.map(characteristicQuery), minimum_should_match: 1 } })),
    ],
  },
});

const range = ({ from, to }: PriceFilter) => ({ gte: from, lte: to });

const characteristicQuery = (one: Comparison): Query => ({
  nested: {
    path: 'characteristics',
    query: { bool: { filter: [{ term: { 'characteristics.attribute': one.attribute } }, comparison(one)] } },
  },
});

function comparison({ operator, operand }: Comparison): Query {
  if (operand.kind === 'text') return comparedBy('text', operator, operand.text);
  if (operand.kind === 'number') return comparedBy('own_number', operator, operand.number);
  const { dimension, number } = operand.quantity;
  if (operator === '=' || operator === '!=') return comparedBy('quantity', operator, quantityKey(operand.quantity));
  return { bool: { filter: [{ term: { 'characteristics.dimension': dimension } }, comparedBy('number', operator, number)] } };
}

const bounds = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;

function comparedBy(name: string, operator: Comparison['operator'], value: string | number): Query {
  const field = `characteristics.${name}`;
  if (operator === '=') return { term: { [field]: value } };
  if (operator === '!=') return { bool: { must_not: [{ term: { [field]: value } }] } };
  return { range: { [field]: { [bounds[operator]]: value } } };
}
