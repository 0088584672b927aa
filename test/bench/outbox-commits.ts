/** How many transactions a second 16 writers commit, each with one event, under one of the triggers or none. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startRelayProcess } from './outbox-relay.ts';

/** `always` is the trigger of the specification: a NOTIFY with each insert. */
export type Trigger = 'none' | 'gated' | 'always';
export type Relay = 'working' | 'broker away' | 'none';

const WRITERS = 16;
/** Longer than the relay's poll: without a trigger it is the poll that wakes it. */
const WARM_UP_MS = 1_500;
/** So short and so many that whatever else the machine does falls on all triggers alike. */
const SLICES = 6;
const SLICE_MS = 400;
const SETTLE_MS = 100;

/** The triggers take turns under one unbroken load. */
export async function commitsPerSecond(databaseUrl: string, triggers: readonly Trigger[], relay: Relay): Promise<Record<Trigger, number>> {
  const operator = await connected(databaseUrl);
  await operator.query('truncate outbox');
  const running = relay === 'none' ? undefined : await startRelayProcess({ databaseUrl, brokerAway: relay === 'broker away' });
  const writing = await startWriters(databaseUrl);
  await delay(WARM_UP_MS);
  const sums: Record<Trigger, number> = { none: 0, gated: 0, always: 0 };
  for (let slice = 0; slice < SLICES; slice += 1) {
    for (const trigger of slice % 2 === 0 ? triggers : triggers.toReversed()) {
      await operator.query(CHOOSE[trigger]);
      await delay(SETTLE_MS);
      const [begun, before] = [performance.now(), writing.commits()];
      await delay(SLICE_MS);
      sums[trigger] += ((writing.commits() - before) / (performance.now() - begun)) * (1_000 / SLICES);
    }
  }
  await writing.stop();
  await running?.stop();
  await operator.end();
  return sums;
}

async function startWriters(databaseUrl: string): Promise<{ commits(): number; stop(): Promise<void> }> {
  const clients = await Promise.all(Array.from({ length: WRITERS }, () => connected(databaseUrl)));
  let writing = true;
  let commits = 0;
  const writers = clients.map(async (client) => {
    for (; writing; commits += 1) await client.query({ name: 'insert', text: INSERT, values: rowOf(randomUUID()) });
    await client.end();
  });
  return {
    commits: () => commits,
    stop: async () => {
      writing = false;
      await Promise.all(writers);
    },
  };
}

/** Afterwards `always` exists beside the real trigger; only one of them is ever enabled. */
export async function addTriggerOfTheSpecification(databaseUrl: string): Promise<void> {
  const client = await connected(databaseUrl);
  await client.query(NOTIFY_ALWAYS);
  await client.end();
}

async function connected(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
}

function rowOf(id: string): unknown[] {
  const now = new Date().toISOString();
  const payload = {
    id,
    name: 'Fibre 100 monthly',
    value: 24.99,
    unit: 'per month',
    currency: 'USD',
    locked: false,
    locked_by_saga_ids: [],
    version: 1,
    created_at: now,
    updated_at: now,
  };
  const event = {
    event_id: id,
    event_type: 'PriceCreated',
    schema_version: '1.0',
    entity_version: 1,
    timestamp: now,
    correlation_id: id,
    payload,
  };
  return [id, JSON.stringify(event)];
}

const INSERT = `
  insert into outbox (id, event_id, aggregate_id, entity_version, topic, payload, headers)
  values ($1, $1, $1, 1, 'commercial.pricing.events', $2, '{}')`;

const CHOOSE: Record<Trigger, string> = {
  none: 'alter table outbox disable trigger user',
  gated: 'alter table outbox disable trigger user; alter table outbox enable trigger outbox_notify',
  always: 'alter table outbox disable trigger user; alter table outbox enable trigger notify_always',
};

const NOTIFY_ALWAYS = `
  create function notify_always() returns trigger language plpgsql as $$
  begin
    perform pg_notify('outbox_events', new.id::text);
    return new;
  end;
  $$;
  create trigger notify_always after insert on outbox for each row execute function notify_always();
  alter table outbox disable trigger notify_always`;
