/** The calendars of prices as a file tells of them: what is due, and the window that runs, over the value that will be back after it. */
import type { CatalogClient } from '@catalog/catalog-client';
import type { PriceChange } from '@catalog/contracts';
import type { ChangeRow } from './row.ts';

/** A price, of which nothing else matters here. */
type Priced = { id: string; changes?: PriceChange[] };

const PAGE_SIZE = 100;

/** Each price with what is in its calendar. The latest come first: what is carried out meanwhile moves no other to another page. */
export async function withCalendars<P extends Priced>(api: Pick<CatalogClient, 'send'>, prices: P[]): Promise<P[]> {
  const changes = new Map<string, PriceChange>();
  for (let page = 1, isLast = false; !isLast; page += 1) {
    const query = { status: ['DUE', 'RUNNING'] as ('DUE' | 'RUNNING')[], page, page_size: PAGE_SIZE };
    const { items } = (await api.send('GET', '/api/v1/price-changes', { query })).body;
    for (const change of items) changes.set(change.id, change);
    isLast = items.length < PAGE_SIZE;
  }
  const byPrice = Map.groupBy(changes.values(), ({ price_id }) => price_id);
  return prices.map((price) => withCalendar(price, byPrice.get(price.id) ?? []));
}

/** Its value is the one for good. */
export function withCalendar<P extends Priced>(price: P, changes: PriceChange[]): P {
  const window = changes.find(isRunning);
  return { ...price, changes, ...(window && { value: window.previous_value }) };
}

/** The same content as the catalog has it now: with the value of the window that runs. */
export function asOfNow<C extends object>(price: Priced, content: C): C {
  const window = price.changes?.find(isRunning);
  const isForGood = window && (content as { value?: unknown }).value === window.previous_value;
  return isForGood ? { ...content, value: window.value } : content;
}

export const changeRows = ({ changes = [] }: Priced): ChangeRow[] =>
  changes
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map(({ at, value, valid_until }) => ({ at, value, ...(valid_until !== null && { valid_until }) }));

export const isRunning = ({ status }: PriceChange): boolean => status === 'RUNNING';
