/** Finds the offerings that share most attributes and values with one. */
import type { RelatedOffering, StoreOffering } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import { searchFieldsOf, textKey } from '../rules/index.ts';
import { type Engines, withFallback } from './with-fallback.ts';

export type Related = (offering: StoreOffering) => Promise<RelatedOffering[]>;

/** `attributes` and `values` as in SearchFields; of offerings that share equally many, the newest come first. */
type RelatedQuery = { id: string; attributes: string[]; values: string[]; limit: number };
export type RelatedEngine = (wanted: RelatedQuery) => Promise<string[]>;

const SHOWN = 6;
/** Limited, because anyone may read an offering. */
const MAXIMUM_COMPARED = 50;

type Needs = Engines<RelatedQuery, string[]> & { documents: Pick<PublishedOfferings, 'shown'> };

export const related = ({ documents, ...engines }: Needs): Related => {
  const find = withFallback(engines);
  return async (offering) => {
    const { characteristics } = searchFieldsOf(offering);
    if (characteristics.length === 0) return [];
    const { found } = await find({
      id: offering.id,
      attributes: unique(characteristics.map(({ attribute }) => attribute)),
      values: unique(characteristics.map(({ bucket }) => bucket)),
      limit: SHOWN,
    });
    return (await documents.shown(found)).map((other) => relatedTo(offering, other));
  };
};

const unique = (texts: string[]): string[] => [...new Set(texts)].slice(0, MAXIMUM_COMPARED);

function relatedTo(offering: StoreOffering, { id, name, pricing, ...other }: StoreOffering): RelatedOffering {
  const own = new Map(attributesOf(offering).map((attribute) => [textKey(attribute), attribute]));
  const shared = attributesOf(other).flatMap((attribute) => own.get(textKey(attribute)) ?? []);
  return { id, name, pricing, shared_attributes: [...new Set(shared)] };
}

const attributesOf = ({ specifications }: Pick<StoreOffering, 'specifications'>): string[] =>
  specifications.flatMap(({ characteristics }) => characteristics.map(({ attribute }) => attribute));
