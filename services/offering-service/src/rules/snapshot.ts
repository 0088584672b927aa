/** Snapshots of revisions: what customers see of everything that a revision refers to, when it is published and later. */
import { type Characteristic, contentOf, type Price, revisionContent, type RevisionContent, type Specification } from '@catalog/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { RevisionDifference, Snapshot } from '../revision-operations.ts';

/** As far as they are known. */
export type FullReferences = { specifications: Specification[]; prices: Price[]; characteristics: Characteristic[] };

export function snapshotOf({ specification_ids, pricing_ids }: RevisionContent, references: FullReferences): Snapshot {
  return {
    specifications: found(references.specifications, specification_ids).map(({ id, version, name, characteristic_ids }) => ({
      id,
      version,
      name,
      characteristic_ids,
      characteristics: found(references.characteristics, characteristic_ids).map(seenOfCharacteristic),
    })),
    prices: found(references.prices, pricing_ids).map(seenOfPrice),
  };
}

type Seen = { content: RevisionContent; snapshot: Snapshot };

/** What customers would notice, field by field, and thing by thing for what is referred to. */
export function differencesBetween(from: Seen, to: Seen): RevisionDifference[] {
  const [was, is] = [contentOf(from.content), contentOf(to.content)];
  const own = Object.keys(revisionContent).filter((field) => !inSnapshot.has(field)) as (keyof RevisionContent)[];
  return [
    ...own.filter((field) => !isDeepStrictEqual(was[field], is[field])).map((field) => ({ field, from: was[field], to: is[field] })),
    ...differingThings('specifications', from.snapshot.specifications, to.snapshot.specifications),
    ...differingThings('prices', from.snapshot.prices, to.snapshot.prices),
  ];
}

/** Compared by what they refer to. */
const inSnapshot = new Set(['specification_ids', 'pricing_ids']);

type Thing = { id: string; version: number };

function differingThings(field: string, before: readonly Thing[], after: readonly Thing[]): RevisionDifference[] {
  const [was, is] = [byId(before), byId(after)];
  const ids = [...new Set([...was.keys(), ...is.keys()])];
  return ids.flatMap((id) => {
    const [from, to] = [was.get(id) ?? null, is.get(id) ?? null];
    return isDeepStrictEqual(from && unversioned(from), to && unversioned(to)) ? [] : [{ field, id, from, to }];
  });
}

const byId = (things: readonly Thing[]): Map<string, Thing> => new Map(things.map((thing) => [thing.id, thing]));

/** A lock makes a new version of a price, but nothing that anybody sees. */
const unversioned = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'version' ? undefined : inner)));

/** Of one made after the fact, characteristics may be missing. */
export const isComplete = ({ specifications }: Snapshot): boolean =>
  specifications.every(({ characteristic_ids, characteristics }) => characteristics.length >= characteristic_ids.length);

const found = <T extends { id: string }>(things: readonly T[], ids: readonly string[]): T[] => {
  const known = new Map(things.map((thing) => [thing.id, thing]));
  return ids.flatMap((id) => known.get(id) ?? []);
};

const seenOfCharacteristic = ({ id, version, name, attribute, value, unit_of_measure }: Characteristic) => ({
  id,
  version,
  name,
  attribute,
  value,
  unit_of_measure,
});

/** Locks are no matter of customers. */
const seenOfPrice = ({ locked: _, locked_by_saga_ids: __, created_at: ___, updated_at: ____, ...seen }: Price) => seen;
