/** How long an event takes from the begin of its transaction to the subscriber's handler, while nothing else goes on. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connectEventBus } from '@catalog/event-bus';
import { appendEvent, connect, row, sql } from '@catalog/postgres';
import { startRelayProcess } from './outbox-relay.ts';

export type Latency = { median: number; p95: number };

const EVENTS = 60;
/** Longer than the relay lingers: each event finds it asleep. */
const GAP_MS = { least: 120, most: 200 };
const ARRIVES_WITHIN_MS = 10_000;

export async function insertToConsumer(databaseUrl: string, rabbitmqUrl: string): Promise<Latency> {
  const database = await connect(databaseUrl);
  await database.query(sql.type(row())`truncate outbox`);
  await database.query(sql.type(row())`alter table outbox disable trigger user`);
  await database.query(sql.type(row())`alter table outbox enable trigger outbox_notify`);
  const arrivals = new Map<string, () => void>();
  const bus = await connectEventBus({ url: rabbitmqUrl, service: 'outbox-bench' });
  await bus.subscribe('offering-service', {
    'resource.characteristics.events': async () => {},
    'resource.specifications.events': async () => {},
    'commercial.pricing.events': async ({ payload }) => arrivals.get(payload.id)?.(),
  });
  const relay = await startRelayProcess({ databaseUrl, rabbitmqUrl });
  const times: number[] = [];
  for (let event = 0; event < EVENTS; event += 1) {
    await delay(GAP_MS.least + Math.random() * (GAP_MS.most - GAP_MS.least));
    const id = randomUUID();
    const arrival = Promise.withResolvers<void>();
    arrivals.set(id, arrival.resolve);
    const begun = performance.now();
    await database.transaction((tx) => appendEvent(tx, priceCreated(id)));
    await Promise.race([arrival.promise, late()]);
    times.push(performance.now() - begun);
  }
  await relay.stop();
  await bus.close();
  await database.end();
  times.sort((one, other) => one - other);
  return { median: times[Math.floor(EVENTS / 2)]!, p95: times[Math.ceil(EVENTS * 0.95) - 1]! };
}

function priceCreated(id: string) {
  const now = new Date().toISOString();
  return {
    type: 'PriceCreated' as const,
    payload: {
      id,
      name: 'Fibre 100 monthly',
      value: 24.99,
      unit: 'per month',
      currency: 'USD' as const,
      locked: false,
      locked_by_saga_ids: [],
      version: 1,
      created_at: now,
      updated_at: now,
    },
  };
}

async function late(): Promise<never> {
  const limit = Promise.withResolvers<never>();
  setTimeout(() => limit.reject(new Error(`an event did not arrive within ${ARRIVES_WITHIN_MS} ms`)), ARRIVES_WITHIN_MS).unref();
  return limit.promise;
}
