/** Generates a random history of the catalog from a seed, and what the store must show after it: the newest state of everything. */
import {
  type AnyEvent,
  type Category,
  CATEGORY_LEVELS,
  categoryLine,
  type Characteristic,
  contentOf,
  type EventType,
  type NextRevision,
  type Offering,
  type Price,
  revisionOf,
  type Specification,
} from '@catalog/contracts';
import { aCategory, aCharacteristic, anOffering, aPrice, aSpecification } from '../../../../test/support/events.ts';
import type { StoreOffering } from '../../src/api.ts';
import { assembleOffering } from '../../src/rules/index.ts';
import { eventOf } from './event-of.ts';

export type Random = { below(limit: number): number; pick<T>(choices: readonly T[]): T; shuffled<T>(all: readonly T[]): T[] };
export type RandomHistory = { events: AnyEvent[]; offeringIds: string[]; expected: StoreOffering[] };

type Kept<T> = { state: T; isOver: boolean; isDeleted: boolean };
/** Replaces what has come to its end by something new. */
type Pool<T> = { all: Kept<T>[]; next(random: Random): Kept<T> };

export function randomFrom(seed: number): Random {
  let state = seed * 7_919 + 1;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let i = 0; i < 10; i++) next();
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (choices) => choices[below(choices.length)]!,
    shuffled: (all) =>
      all
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}

/** One offering for forty events, so that each goes through many of them, and what it refers to changes again and again. */
export function randomHistory(random: Random, length: number): RandomHistory {
  const characteristics = pool(4, () => aCharacteristic());
  const specifications = pool(4, () => aSpecification({ characteristic_ids: some(random, characteristics) }));
  const prices = pool(4, () => aPrice());
  const categories = pool(6, () => aCategory());
  const offerings = pool(Math.ceil(length / 40), () =>
    anOffering({
      specification_ids: some(random, specifications),
      pricing_ids: some(random, prices),
      category_ids: some(random, categories),
    }),
  );
  const events: AnyEvent[] = [];
  while (events.length < length) {
    const next = random.pick([
      () => changed(random, 'Characteristic', characteristics.next(random), { value: String(random.below(1_000)) }),
      () =>
        changed(random, 'Specification', specifications.next(random), {
          name: `Name ${random.below(1_000)}`,
          characteristic_ids: some(random, characteristics),
        }),
      () => changed(random, 'Price', prices.next(random), { value: random.below(100_000) / 100 }),
      () => changed(random, 'Category', categories.next(random), { name: `Name ${random.below(1_000)}` }),
      () => put(random, categories),
      () => moved(random, offerings.next(random), { prices }),
      () => moved(random, offerings.next(random), { prices }),
      () => moved(random, offerings.next(random), { prices }),
    ])();
    if (next) events.push(next);
  }
  const references = {
    specifications: statesOf(specifications),
    characteristics: statesOf(characteristics),
    prices: statesOf(prices),
    categories: statesOf(categories),
  };
  const published = offerings.all.filter(({ state, isDeleted }) => state.lifecycle_status === 'PUBLISHED' && !isDeleted);
  return {
    events,
    offeringIds: offerings.all.map(({ state }) => state.id),
    expected: published.map(({ state }) => assembleOffering(state, references)),
  };
}

/** Begins with things to which nothing has happened yet. */
function pool<T extends { version: number }>(size: number, make: () => T): Pool<T> {
  const begin = (): Kept<T> => ({ state: { ...make(), version: 0 }, isOver: false, isDeleted: false });
  const all = Array.from({ length: size }, begin);
  return {
    all,
    next(random) {
      const going = all.filter(({ isOver }) => !isOver);
      const added = Array.from({ length: size - going.length }, begin);
      all.push(...added);
      return random.pick([...going, ...added]);
    },
  };
}

const some = (random: Random, { all }: { all: Kept<{ id: string }>[] }): string[] =>
  random
    .shuffled(all.slice(-6))
    .slice(0, 1 + random.below(2))
    .map(({ state }) => state.id);

/** Without things to which nothing has happened, because nobody knows of them. */
const statesOf = <T extends { id: string; version: number }>({ all }: Pool<T>): Map<string, T> =>
  new Map(all.filter(({ state }) => state.version > 0).map(({ state }) => [state.id, state]));

function changed<T extends Characteristic | Specification | Price | Category>(
  random: Random,
  kind: string,
  kept: Kept<T>,
  to: Partial<T>,
): AnyEvent {
  const isFirst = kept.state.version === 0;
  kept.isOver = kept.isDeleted = !isFirst && random.below(60) === 0;
  kept.state = { ...kept.state, ...to, version: kept.state.version + 1 };
  return eventOf<AnyEvent>(`${kind}${kept.isDeleted ? 'Deleted' : isFirst ? 'Created' : 'Updated'}` as EventType, kept.state);
}

/** Moves a category, with all below it, to where its owner would let it be. */
function put(random: Random, categories: Pool<Category>): AnyEvent | undefined {
  const kept = categories.next(random);
  const others = categories.all.filter(({ state, isDeleted }) => state.version > 0 && !isDeleted).map(({ state }) => state.id);
  const parent_id = random.below(4) === 0 || others.length === 0 ? null : random.pick(others);
  const parents = new Map(categories.all.map(({ state }) => [state.id, state.parent_id]));
  const lineOf = (id: string) => categoryLine(id, (each) => parents.get(each));
  if (parent_id !== null && lineOf(parent_id).includes(kept.state.id)) return undefined;
  parents.set(kept.state.id, parent_id);
  if (categories.all.some(({ state }) => lineOf(state.id).length === CATEGORY_LEVELS)) return undefined;
  return changed(random, 'Category', kept, { parent_id });
}

type Move = { type: EventType; to: Partial<Offering> };

/** What its owner would let happen to an offering now; a published one stays so for long, while what it refers to changes. */
function movesOf(random: Random, offering: Offering, pools: { prices: Pool<Price> }): Move[] {
  const { lifecycle_status: status, next_revision: next, version } = offering;
  const published = {
    lifecycle_status: 'PUBLISHED',
    published_at: new Date(Date.UTC(2026, 0, 1 + random.below(300))).toISOString(),
  } as const;
  const renamed = { name: `Name ${random.below(1_000)}` };
  if (version === 0) return [{ type: 'OfferingCreated', to: renamed }];
  if (status === 'DRAFT') {
    const publish: Move = { type: 'OfferingPublicationInitiated', to: { lifecycle_status: 'PUBLISHING' } };
    return [{ type: 'OfferingUpdated', to: renamed }, publish, publish, { type: 'OfferingDeleted', to: {} }];
  }
  if (status === 'PUBLISHING') {
    const publish: Move = { type: 'OfferingPublished', to: { ...published, revision: 1 } };
    return [publish, publish, { type: 'OfferingPublicationFailed', to: { ...renamed, lifecycle_status: 'DRAFT' } }];
  }
  const revise = (type: EventType, changes: Partial<NextRevision>): Move => ({ type, to: { next_revision: { ...next!, ...changes } } });
  if (next?.lifecycle_status === 'PUBLISHING') {
    const confirmed = { ...published, ...contentOf(next), revision: next.revision, revises: next.revises, next_revision: null };
    return [{ type: 'OfferingPublished', to: confirmed }, revise('OfferingPublicationFailed', { lifecycle_status: 'DRAFT' })];
  }
  const retire: Move[] = status === 'PUBLISHED' ? [{ type: 'OfferingRetired', to: { lifecycle_status: 'RETIRED' } }] : [];
  if (next) {
    return [
      revise('OfferingRevisionUpdated', { ...renamed, pricing_ids: some(random, pools.prices) }),
      revise('OfferingPublicationInitiated', { lifecycle_status: 'PUBLISHING' }),
      revise('OfferingPublicationInitiated', { lifecycle_status: 'PUBLISHING' }),
      { type: 'OfferingRevisionDiscarded', to: { next_revision: null } },
      ...retire,
    ];
  }
  const opened: NextRevision = {
    revision: revisionOf(offering) + 1,
    revises: revisionOf(offering),
    ...contentOf(offering),
    lifecycle_status: 'DRAFT',
    saga_id: null,
    last_publication_error: null,
  };
  return [{ type: 'OfferingRevisionOpened', to: { next_revision: opened } }, ...retire];
}

function moved(random: Random, kept: Kept<Offering>, pools: { prices: Pool<Price> }): AnyEvent | undefined {
  if (kept.state.lifecycle_status === 'PUBLISHED' && random.below(5) > 0) return undefined;
  const { type, to } = random.pick(movesOf(random, kept.state, pools));
  kept.isDeleted = type === 'OfferingDeleted';
  kept.isOver = kept.isDeleted || (type === 'OfferingRetired' && random.below(2) === 0);
  kept.state = { ...kept.state, ...to, version: kept.state.version + 1 };
  return eventOf<AnyEvent>(type, kept.state);
}
