/** Writes prices as a service does, row and event in one transaction, and knows which commits were acknowledged. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Price, Rejection } from '@catalog/contracts';
import { appendEvent, type Database, row, sql } from '@catalog/postgres';
import type { Chance } from '../support/chance.ts';

type StoredEvent = { event_id: string; aggregate_id: string; entity_version: number; status: string; attempts: number };
export type Truth = { prices: Map<string, Price>; events: readonly StoredEvent[]; promised: Map<string, number> };

export type WriteSide = {
  ids: readonly string[];
  /** One change of one price, now and then one that is undone at the last moment. */
  write(): Promise<void>;
  truth(): Promise<Truth>;
};

const PRICES = 25;
const UNDONE = 0.1;

export async function openWriteSide(database: Database, chance: Chance): Promise<WriteSide> {
  await database.query(createPrices());
  const ids = Array.from({ length: PRICES }, () => randomUUID());
  for (const id of ids) await create(database, id);
  /** The newest version whose commit was acknowledged. */
  const promised = new Map(ids.map((id) => [id, 1]));

  return {
    ids,
    async write() {
      const id = ids[chance.between(0, PRICES - 1)]!;
      const value = chance.between(1, 100_000) / 100;
      const undo = chance.share() < UNDONE;
      const version = await change(database, { id, value, undo }).catch((error: unknown) => {
        if (error instanceof Rejection) return undefined;
        throw error;
      });
      if (version !== undefined) promised.set(id, Math.max(version, promised.get(id) ?? 0));
    },
    async truth() {
      const rows = await database.any(selectPrices());
      const prices = new Map(rows.map(({ state }) => [state.id, state]));
      return { prices, events: await database.any(selectEvents()), promised: new Map(promised) };
    },
  };
}

export type Writing = {
  /** Ends it, and says how many writes failed. */
  stop(): Promise<number>;
};

export type Pace = { writers: number; paceMs: number; chance: Chance };

/** Writers at a pace that gives the relay bursts and pauses. After a write that fails, the server being away, comes the next. */
export function keepWriting(writeSide: WriteSide, { writers, paceMs, chance }: Pace): Writing {
  let writing = true;
  let failures = 0;
  const all = Array.from({ length: writers }, async () => {
    while (writing) {
      await writeSide.write().catch(() => {
        failures += 1;
      });
      await delay(chance.share() * 2 * paceMs);
    }
  });
  return {
    stop: async () => {
      writing = false;
      await Promise.all(all);
      return failures;
    },
  };
}

function create(database: Database, id: string): Promise<void> {
  const now = new Date().toISOString();
  const price: Price = {
    id,
    name: `Price ${id}`,
    value: 1,
    unit: 'per month',
    currency: 'USD',
    locked: false,
    locked_by_saga_ids: [],
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return database.transaction(async (tx) => {
    await tx.query(insertPrice(price));
    await appendEvent(tx, { type: 'PriceCreated', payload: price });
  });
}

type Change = { id: string; value: number; undo: boolean };

function change(database: Database, { id, value, undo }: Change): Promise<number> {
  return database.transaction(async (tx) => {
    const { state: current } = await tx.one(lockPrice(id));
    const price: Price = { ...current, value, version: current.version + 1, updated_at: new Date().toISOString() };
    await tx.query(updatePrice(price));
    await appendEvent(tx, { type: 'PriceUpdated', payload: price });
    if (undo) throw new Rejection('PRICE_LOCKED', 'undone at the last moment');
    return price.version;
  });
}

const createPrices = () => sql.type(row())`create table prices (id uuid primary key, version integer not null, state jsonb not null)`;

const lockPrice = (id: string) => sql.type(row<{ state: Price }>())`select state from prices where id = ${id} for update`;

const insertPrice = (price: Price) => sql.type(row())`
  insert into prices (id, version, state) values (${price.id}, ${price.version}, ${JSON.stringify(price)}::jsonb)`;

const updatePrice = (price: Price) => sql.type(row())`
  update prices set version = ${price.version}, state = ${JSON.stringify(price)}::jsonb where id = ${price.id}`;

const selectPrices = () => sql.type(row<{ state: Price }>())`select state from prices`;

const selectEvents = () => sql.type(row<StoredEvent>())`
  select event_id, aggregate_id, entity_version, status, attempts from outbox order by seq`;
