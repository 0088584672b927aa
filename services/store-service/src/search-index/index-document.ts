/** Builds the document that Elasticsearch indexes for an offering, from what the store shows of it and its search fields. */
import type { StoreOffering } from '../api.ts';
import { type SearchFields, wordsOf } from '../rules/index.ts';
import { valueTerm, writtenTerm } from './value-terms.ts';

export const indexDocument = ({ name, description, specifications, sales_channels }: StoreOffering, search: SearchFields): object => {
  const characteristics = specifications.flatMap((one) => one.characteristics);
  return {
    ...search,
    name: joinedWords([name]),
    description: joinedWords([description ?? '']),
    specifications: joinedWords(specifications.map((one) => one.name)),
    characteristics_text: joinedWords(characteristics.flatMap((one) => [one.name, one.attribute, one.value, one.unit_of_measure])),
    text: search.words.join(' '),
    channel_writings: sales_channels,
    attributes: [...new Set(search.characteristics.map(({ attribute }) => attribute))],
    values: [...new Set(search.characteristics.map(({ bucket }) => valueTerm(bucket)))],
    writings: search.characteristics.map(writtenTerm),
    cents: Object.fromEntries(
      Map.groupBy(search.prices, ({ currency }) => currency)
        .entries()
        .map(([currency, prices]) => [currency, prices.map(({ cents }) => cents)]),
    ),
  };
};

const joinedWords = (texts: string[]): string => texts.flatMap(wordsOf).join(' ');
