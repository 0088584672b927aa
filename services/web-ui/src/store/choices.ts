/** Filters by attribute: several values of one attribute are alternatives, bounds limit a measured one. */
import { type StoreAddress, changed } from './address.ts';

export type Bounds = { from: string | undefined; to: string | undefined };

/** As written in the filter after `Speed:=`: `100Mbps`, or `"5G"`. */
export function chosenValues({ characteristic }: StoreAddress, attribute: string): string[] {
  const start = `${attribute}:=`;
  return characteristic.filter((filter) => filter.startsWith(start)).flatMap((filter) => alternatives(filter.slice(start.length)));
}

export function toggleValue(address: StoreAddress, attribute: string, value: string): StoreAddress {
  const chosen = chosenValues(address, attribute);
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  const others = address.characteristic.filter((filter) => !filter.startsWith(`${attribute}:=`));
  return changed(address, { characteristic: next.length > 0 ? [...others, `${attribute}:=${next.join('|')}`] : others });
}

export function boundsOf({ characteristic }: StoreAddress, attribute: string): Bounds {
  const after = (operator: string) => {
    const start = `${attribute}:${operator}`;
    return characteristic.find((filter) => filter.startsWith(start))?.slice(start.length);
  };
  return { from: after('>='), to: after('<=') };
}

export const withoutBounds = (address: StoreAddress, attribute: string): StoreAddress =>
  changed(address, {
    characteristic: address.characteristic.filter((filter) => !/^(?:>=|<=)/.test(afterAttribute(filter, attribute) ?? '')),
  });

export const withoutFilter = (address: StoreAddress, filter: string): StoreAddress =>
  changed(address, { characteristic: address.characteristic.filter((one) => one !== filter) });

/** The value in a facet's filter: `100Mbps` of `Speed:=100Mbps`. */
export function valueInFilter(filter: string, attribute: string): string {
  const characteristic = new URLSearchParams(filter).get('characteristic') ?? '';
  return afterAttribute(characteristic, attribute)?.replace(/^=/, '') ?? '';
}

/** Takes `Speed:>=100Mbps|1Gbps` apart for people to read. */
export function describeFilter(filter: string): { attribute: string; operator: string; values: string[] } {
  const [, attribute = filter, operator = '', values = ''] = /^([^:]*):\s*(!=|>=|<=|=|>|<)(.*)$/s.exec(filter) ?? [];
  return { attribute, operator, values: alternatives(values).map(describeValue) };
}

function describeValue(value: string): string {
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1');
  return value.replace(/^([+-]?[\d.]+)(Percent)$/, '$1 %').replace(/^([+-]?[\d.]+)([A-Za-z]+)$/, '$1 $2');
}

const afterAttribute = (filter: string, attribute: string): string | undefined =>
  filter.startsWith(`${attribute}:`) ? filter.slice(attribute.length + 1) : undefined;

/** Separated by bars, except within quotes. */
const alternatives = (text: string): string[] => text.match(/(?:"(?:[^"\\]|\\.)*"|[^|"])+/g) ?? [];
