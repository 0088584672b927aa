/** Which other offerings resemble one: those that share most of its attributes, and of their values, from either engine. */
import type { RelatedOffering, StoreOffering } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import { searchFieldsOf, textKey } from '../rules/index.ts';
import type { SearchAvailability } from '../search-index/index.ts';
import { eitherEngine } from './with-fallback.ts';

export type Related = (offering: StoreOffering) => Promise<RelatedOffering[]>;

/** As SearchFields have them; the newest first among those that share as much. */
export type Resemblance = { id: string; attributes: string[]; values: string[]; limit: number };
export type RelatedEngine = (wanted: Resemblance) => Promise<string[]>;

const SHOWN = 6;
/** Strangers must not make a read arbitrarily expensive. */
const MAXIMUM_COMPARED = 50;

export const related = ({ documents, ...engines }: {
  elasticsearch: RelatedEngine;
  mongodb: RelatedEngine;
  availability: SearchAvailability;
  documents: Pick<PublishedOfferings, 'shown'>;
}): Related => {
  const find = eitherEngine(engines);
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
