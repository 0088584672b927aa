/** Composes an offering with its specifications, their characteristics, and its prices; what cannot be read is null. */
import {
  Characteristic, Nullable, type Offering, Offering as OfferingSchema, OneOf, Price, Rejection, Specification,
} from '@catalog/contracts';
import Type, { type Static } from 'typebox';
import { type Upstream, upstreams } from '../routing/index.ts';
import type { JsonAnswer } from './read-json.ts';

const SpecificationInFull = Type.Object({ ...Specification.properties, characteristics: Nullable(Type.Array(Characteristic)) });

export const FullOffering = Type.Object({
  ...OfferingSchema.properties,
  specifications: Nullable(Type.Array(SpecificationInFull)),
  prices: Nullable(Type.Array(Price)),
  partial: Type.Boolean({ description: 'Whether something could not be read and is null.' }),
  unavailable: Type.Array(OneOf(upstreams), { description: 'The services that could not be read.' }),
}, { description: 'An offering with everything it refers to, as it is now; what was deleted is missing.' });
export type FullOffering = Static<typeof FullOffering>;

/** Throws a Rejection if the service cannot be read. */
export type Read = (upstream: Upstream, path: string) => Promise<JsonAnswer>;

/** Without the offering itself there is no answer: its error is passed on. `id` is URL-encoded. */
export async function composeFullOffering(id: string, read: Read): Promise<JsonAnswer> {
  const found = await read('offering-service', `/api/v1/offerings/${id}`);
  if (found.status !== 200) return found;
  const offering = found.body as Offering;
  const unavailable = new Set<Upstream>();
  const list = listReader(read, unavailable);
  const [specifications, prices] = await Promise.all([
    specificationsInFull(offering.specification_ids, list),
    list<Price>('pricing-service', '/api/v1/prices', offering.pricing_ids),
  ]);
  const body: FullOffering = { ...offering, specifications, prices, partial: unavailable.size > 0, unavailable: [...unavailable].sort() };
  return { status: 200, body };
}

async function specificationsInFull(ids: readonly string[], list: List): Promise<FullOffering['specifications']> {
  const specifications = await list<Specification>('specification-service', '/api/v1/specifications', ids);
  if (!specifications) return null;
  const wanted = [...new Set(specifications.flatMap(({ characteristic_ids }) => characteristic_ids))];
  const characteristics = await list<Characteristic>('characteristic-service', '/api/v1/characteristics', wanted);
  return specifications.map((specification) => ({
    ...specification,
    characteristics: characteristics && inOrder(specification.characteristic_ids, characteristics),
  }));
}

/** Reads things by their ids, in that order; null if they cannot be read. */
type List = <T extends { id: string }>(upstream: Upstream, path: string, ids: readonly string[]) => Promise<T[] | null>;

/** The page size of the services. */
const MAX_IDS = 100;

const listReader = (read: Read, unavailable: Set<Upstream>): List => async <T extends { id: string }>(
  upstream: Upstream, path: string, ids: readonly string[],
) => {
  const page = async (pageIds: readonly string[]) => itemsIn<T>(await read(upstream, `${path}?${queryOf(pageIds)}`), upstream);
  try {
    return inOrder(ids, (await Promise.all(pagesOf(ids, MAX_IDS).map(page))).flat());
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    unavailable.add(upstream);
    return null;
  }
};

function itemsIn<T>({ status, body }: JsonAnswer, upstream: Upstream): T[] {
  if (status !== 200) throw new Rejection('UPSTREAM_ERROR', `The ${upstream} refuses to be read`, { upstream, upstream_status: status });
  return (body as { items: T[] }).items;
}

const pagesOf = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

const queryOf = (ids: readonly string[]): string =>
  new URLSearchParams([...ids.map((id) => ['id', id] as [string, string]), ['page_size', String(MAX_IDS)]]).toString();

function inOrder<T extends { id: string }>(ids: readonly string[], things: readonly T[]): T[] {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
