/** The store's address: every choice of a customer is a query parameter, named as in the API, so that it can be shared and kept. */
import { currencies, type Currency } from '@catalog/contracts';
import { ownEntry } from '../own-property.ts';

export type StoreAddress = {
  query?: string;
  currency?: string;
  min_price?: string;
  max_price?: string;
  channel?: string;
  characteristic: string[];
  sort?: string;
  page?: string;
};
export type Parameters = Record<string, string | string[] | undefined>;

const single = ['query', 'currency', 'min_price', 'max_price', 'channel', 'sort', 'page'] as const;
type Single = (typeof single)[number];

/** Forms without scripts send `from.Speed` and `to.Speed`: those become filters like any other. Empty fields are as if absent. */
export function addressFrom(parameters: Parameters): StoreAddress {
  const address: StoreAddress = { characteristic: listOf(ownEntry(parameters, 'characteristic')) };
  for (const name of single) {
    const value = firstOf(parameters, name)?.trim();
    if (value) address[name] = value;
  }
  for (const [name, given] of Object.entries(parameters)) {
    const [, edge, attribute] = /^(from|to)\.(.+)$/.exec(name) ?? [];
    if (edge && attribute) address.characteristic = withBound(address.characteristic, attribute, edge === 'from' ? '>=' : '<=', listOf(given)[0]);
  }
  if (address.page === '1') delete address.page;
  return address;
}

export function searchParametersOf(address: StoreAddress): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of single) if (address[name]) parameters.set(name, address[name]);
  for (const filter of address.characteristic) parameters.append('characteristic', filter);
  return parameters;
}

export function hrefOf(address: StoreAddress): string {
  const query = searchParametersOf(address).toString();
  return query ? `/?${query}` : '/';
}

/** Another choice begins at the first page again; `undefined` takes a choice back. */
export function changed(address: StoreAddress, change: Partial<Record<Single, string | undefined>> & { characteristic?: string[] }): StoreAddress {
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

/** What a form must repeat so that sending it keeps every other choice. */
export function hiddenFields(address: StoreAddress, without: readonly Single[]): [name: string, value: string][] {
  const kept = { ...address };
  for (const name of [...without, 'page'] as const) delete kept[name];
  return [...searchParametersOf(kept)];
}

/** What amounts are shown in, if the address says nothing that there is. */
export const currencyOf = ({ currency }: StoreAddress): Currency => currencies.find((one) => one === currency) ?? 'USD';

export const isFiltered = ({ query, min_price, max_price, channel, characteristic }: StoreAddress): boolean =>
  Boolean(query ?? min_price ?? max_price ?? channel) || characteristic.length > 0;

function withBound(filters: string[], attribute: string, operator: '>=' | '<=', value: string | undefined): string[] {
  const start = `${attribute}:${operator}`;
  const others = filters.filter((filter) => !filter.startsWith(start));
  return value ? [...others, start + value] : others;
}

/** The first of what is given under a name, which may be given more than once, or be empty. */
export const firstOf = (parameters: Parameters, name: string): string | undefined => listOf(ownEntry(parameters, name))[0];

const listOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat()).filter((one) => one !== '');
