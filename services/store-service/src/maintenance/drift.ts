/** Compares the replicas, documents and search index with what the owners of the catalog have; changes nothing. */
import type { Offering } from '@catalog/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Difference } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import {
  type CatalogKind,
  catalogKinds,
  type CatalogLookups,
  type CatalogReplicas,
  type CatalogState,
  type Replica,
  type Versioned,
} from '../replicas/index.ts';
import { assembleOffering, differencesBetween, searchFieldsOf, type Seen } from '../rules/index.ts';
import type { IndexedRevisions } from '../search-index/index.ts';

export const driftParts = [...catalogKinds, 'documents', 'index'] as const;
export type DriftPart = (typeof driftParts)[number];
/** How many there should be of each, and which of them differ. */
export type Drift = Record<DriftPart, { expected: number; differences: Difference[] }>;
export type FindDrift = () => Promise<Drift>;

type Needs = { lookups: CatalogLookups; replicas: CatalogReplicas; documents: PublishedOfferings; indexed: IndexedRevisions };

/** An event may take this long to arrive: only a difference that lasts longer is drift. */
const LAG_MS = 1_000;

export const findDrift =
  (needs: Needs): FindDrift =>
  async () => {
    const first = await compare(needs);
    if (!differs(first)) return first;
    await delay(LAG_MS);
    return confirmed(first, await compare(needs));
  };

const differs = (drift: Drift): boolean => driftParts.some((part) => drift[part].differences.length > 0);

async function compare({ lookups, replicas, documents, indexed }: Needs): Promise<Drift> {
  // The owners are asked first: what changes meanwhile is newer in the store, and no longer differs in the second comparison.
  const owned = await eachKind((kind) => statesOf(lookups, kind));
  const known = await eachKind<Replica<Versioned>[]>((kind) => replicas[kind].all());
  const stored = await documents.allPublished();
  return {
    ...(await eachKind((kind) => compared(versionsOf(owned[kind]), versionsOf(known[kind].filter(isNotDeleted).map(stateOf))))),
    documents: compared(
      expectedDocuments(owned, known),
      new Map(stored.map(({ _id, sources, shown, search }) => [_id, { version: sources.offering, content: [shown, search] }])),
    ),
    index: compared(revisionsOf(stored), revisionsOf(await indexed())),
  };
}

type Owned = Record<CatalogKind, Versioned[]>;
type Known = Record<CatalogKind, Replica<Versioned>[]>;

async function eachKind<T>(work: (kind: CatalogKind) => T | Promise<T>): Promise<Record<CatalogKind, T>> {
  return Object.fromEntries(await Promise.all(catalogKinds.map(async (kind) => [kind, await work(kind)]))) as Record<CatalogKind, T>;
}

async function statesOf(lookups: CatalogLookups, kind: CatalogKind): Promise<Versioned[]> {
  const states: Versioned[] = [];
  for await (const page of lookups.all(kind)) states.push(...page);
  return states;
}

/** Built from deleted things too, because a published offering goes on showing them. */
function expectedDocuments(owned: Owned, known: Known): Map<string, Seen> {
  const newest = <K extends CatalogKind>(kind: K) =>
    new Map([...known[kind].map(stateOf), ...owned[kind]].map((state) => [state.id, state as CatalogState[K]]));
  const references = {
    specifications: newest('specifications'),
    characteristics: newest('characteristics'),
    prices: newest('prices'),
    categories: newest('categories'),
  };
  const published = (owned.offerings as Offering[]).filter(({ lifecycle_status }) => lifecycle_status === 'PUBLISHED');
  return new Map(
    published.map((offering) => {
      const shown = assembleOffering(offering, references);
      return [offering.id, { version: offering.version, content: [shown, searchFieldsOf(shown)] }];
    }),
  );
}

const compared = (wanted: Map<string, Seen>, found: Map<string, Seen>): Drift[DriftPart] => ({
  expected: wanted.size,
  differences: differencesBetween(wanted, found),
});

const isNotDeleted = ({ deleted }: Replica<Versioned>): boolean => !deleted;
const stateOf = ({ state, version }: Replica<Versioned>): Versioned => ({ ...state, version });

const versionsOf = (states: Versioned[]): Map<string, Seen> => new Map(states.map(({ id, version }) => [id, { version }]));

const revisionsOf = (documents: { _id: string; revision: number }[]): Map<string, Seen> =>
  new Map(documents.map(({ _id, revision }) => [_id, { version: revision }]));

/** The differences of the second comparison that the first one found too. */
function confirmed(first: Drift, second: Drift): Drift {
  return Object.fromEntries(
    driftParts.map((part) => {
      const before = new Set(first[part].differences.map(({ id }) => id));
      return [part, { ...second[part], differences: second[part].differences.filter(({ id }) => before.has(id)) }];
    }),
  ) as Drift;
}
