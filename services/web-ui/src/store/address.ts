/**
 * The store's address: all filters and settings as query parameters, named as in the API, so that a search can be shared and bookmarked.
 */
import { ownProperty } from '../own-property.ts';

export type StoreAddress = {
  query?: string;
  currency?: string;
  min_price?: string;
  max_price?: string;
  channel?: string;
  /** The id of one; the API takes several, which the pages do not offer. */
  category?: string;
  characteristic: string[];
  sort?: string;
  page?: string;
};
export type Parameters = Record<string, string | string[] | undefined>;

const single = ['query', 'currency', 'min_price', 'max_price', 'channel', 'category', 'sort', 'page'] as const;
type Single = (typeof single)[number];

/** Forms without scripts send `from.Speed` and `to.Speed`, which become filters like any other. Empty fields count as missing. */
export function addressFrom(parameters: Parameters): StoreAddress {
  const address: StoreAddress = { characteristic: listOf(ownProperty(parameters, 'characteristic')) };
  for (const name of single) {
    const value = firstOf(parameters, name)?.trim();
    if (value) address[name] = value;
  }
  for (const [name, value] of Object.entries(parameters)) {
    const [, edge, attribute] = /^(from|to)\.(.+)$/.exec(name) ?? [];
    if (edge && attribute)
      address.characteristic = withBound(address.characteristic, attribute, edge === 'from' ? '>=' : '<=', listOf(value)[0]);
  }
  if (address.page === '1') delete address.page;
  return address;
}

function searchParametersOf(address: StoreAddress): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of single) if (address[name]) parameters.set(name, address[name]);
  for (const filter of address.characteristic) parameters.append('characteristic', filter);
  return parameters;
}

export function hrefOf(address: StoreAddress): string {
  const query = searchParametersOf(address).toString();
  return query ? `/?${query}` : '/';
}

/** A change leads to the first page; `undefined` removes a parameter. */
export function changed(
  address: StoreAddress,
  change: Partial<Record<Single, string | undefined>> & { characteristic?: string[] },
): StoreAddress {
  const next: StoreAddress = { ...address, characteristic: change.characteristic ?? address.characteristic };
  delete next.page;
  for (const name of single) {
    if (!(name in change)) continue;
    const value = change[name];
    if (value) next[name] = value;
    else delete next[name];
  }
  return next;
}

/** What a form must repeat as hidden fields so that sending it keeps everything else. */
export function hiddenFields(address: StoreAddress, without: readonly Single[]): [name: string, value: string][] {
  const kept = { ...address };
  for (const name of [...without, 'page'] as const) delete kept[name];
  return [...searchParametersOf(kept)];
}

export const isFiltered = ({ query, min_price, max_price, channel, category, characteristic }: StoreAddress): boolean =>
  Boolean(query ?? min_price ?? max_price ?? channel ?? category) || characteristic.length > 0;

function withBound(filters: string[], attribute: string, operator: '>=' | '<=', value: string | undefined): string[] {
  const start = `${attribute}:${operator}`;
  const others = filters.filter((filter) => !filter.startsWith(start));
  return value ? [...others, start + value] : others;
}

/** The first value of a parameter, which may be repeated or empty. */
export const firstOf = (parameters: Parameters, name: string): string | undefined => listOf(ownProperty(parameters, name))[0];

const listOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat()).filter((one) => one !== '');
