/** Composes an offering with its specifications, their characteristics, and its prices; what cannot be read is null. */
import { type CatalogKind, catalogReader, type CatalogState } from '@catalog/catalog-client';
import {
  Characteristic,
  Nullable,
  type Offering,
  Offering as OfferingSchema,
  OneOf,
  Price,
  Rejection,
  Specification,
} from '@catalog/contracts';
import Type, { type Static } from 'typebox';
import { routeOf, type Upstream } from '../routing/index.ts';
import type { JsonAnswer } from './read-json.ts';

const owners = ['specification-service', 'characteristic-service', 'pricing-service'] as const;
type Owner = (typeof owners)[number];

const SpecificationInFull = Type.Object({ ...Specification.properties, characteristics: Nullable(Type.Array(Characteristic)) });

export const FullOffering = Type.Object(
  {
    ...OfferingSchema.properties,
    specifications: Nullable(Type.Array(SpecificationInFull)),
    prices: Nullable(Type.Array(Price)),
    partial: Type.Boolean({ description: 'Whether something could not be read and is null.' }),
    unavailable: Type.Array(OneOf(owners), { description: 'The services that could not be read.' }),
  },
  { description: 'An offering with everything it refers to, as it is now; what was deleted is missing.' },
);
export type FullOffering = Static<typeof FullOffering>;

/** Throws a Rejection if the service cannot be read. */
export type Read = (upstream: Upstream, path: string) => Promise<JsonAnswer>;

/** Without the offering itself there is no answer: its error is passed on. `id` is URL-encoded. */
export async function composeFullOffering(id: string, read: Read): Promise<JsonAnswer> {
  const found = await read(ownerOf('offerings'), `/api/v1/offerings/${id}`);
  if (found.status !== 200) return found;
  const offering = found.body as Offering;
  const unavailable = new Set<Owner>();
  const list = listReader(read, unavailable);
  const [specifications, prices] = await Promise.all([
    specificationsInFull(offering.specification_ids, list),
    list('prices', offering.pricing_ids),
  ]);
  const body: FullOffering = { ...offering, specifications, prices, partial: unavailable.size > 0, unavailable: [...unavailable].sort() };
  return { status: 200, body };
}

async function specificationsInFull(ids: readonly string[], list: List): Promise<FullOffering['specifications']> {
  const specifications = await list('specifications', ids);
  if (!specifications) return null;
  const wanted = [...new Set(specifications.flatMap(({ characteristic_ids }) => characteristic_ids))];
  const characteristics = await list('characteristics', wanted);
  return specifications.map((specification) => ({
    ...specification,
    characteristics: characteristics && inOrder(specification.characteristic_ids, characteristics),
  }));
}

/** Reads things by their ids, in that order; null if they cannot be read. */
type List = <K extends CatalogKind>(kind: K, ids: readonly string[]) => Promise<CatalogState[K][] | null>;

function listReader(read: Read, unavailable: Set<Owner>): List {
  const { byIds } = catalogReader((kind, path) => read(ownerOf(kind), path));
  return async (kind, ids) => {
    try {
      return inOrder(ids, await byIds(kind, ids));
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      unavailable.add(ownerOf(kind) as Owner);
      return null;
    }
  };
}

const ownerOf = (kind: CatalogKind): Upstream => routeOf(`/api/v1/${kind}`)!.upstream;

function inOrder<T extends { id: string }>(ids: readonly string[], things: readonly T[]): T[] {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
