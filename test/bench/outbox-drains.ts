/** How many waiting events a second the broker confirms: by the relay, by a relay of one at a time, and without an outbox. */
import { connectEventBus, queuesOf } from '@catalog/event-bus';
import { type OutboxMessage, type OutboxSettings, type PublishBatch, startOutboxRelay } from '@catalog/postgres';
import { connect as connectBroker } from 'amqplib';
import pg from 'pg';

export type Backlog = { databaseUrl: string; rabbitmqUrl: string; events: number };

const EXCHANGE = 'catalog.events';
const DRAINED_WITHIN_MS = 120_000;

/** From the start of the relay to the commit of the last event's row. */
export async function relayedPerSecond(backlog: Backlog, settings: Partial<OutboxSettings> = {}): Promise<number> {
  const { databaseUrl, rabbitmqUrl, events } = backlog;
  await fill(databaseUrl, events);
  const bus = await connectEventBus({ url: rabbitmqUrl, service: 'outbox-bench' });
  const all = Promise.withResolvers<void>();
  let published = 0;
  const publish: PublishBatch = async (messages) => {
    const results = await bus.publish(messages);
    published += results.filter(({ ok }) => ok).length;
    if (published >= events) all.resolve();
    return results;
  };
  const begun = performance.now();
  const relay = await startOutboxRelay({ databaseUrl, publish, settings });
  await Promise.race([all.promise, late()]);
  await relay.stop();
  const took = performance.now() - begun;
  await bus.close();
  await purge(rabbitmqUrl);
  return (events / took) * 1_000;
}

/** The same messages on a bare confirm channel, all under way at once: what the broker can take at most. */
export async function confirmedPerSecond({ databaseUrl, rabbitmqUrl, events }: Backlog): Promise<number> {
  const messages = await fill(databaseUrl, events);
  const connection = await connectBroker(rabbitmqUrl, { noDelay: true });
  const channel = await connection.createConfirmChannel();
  const begun = performance.now();
  for (const { event_id, topic, payload, headers } of messages) {
    const properties = { messageId: event_id, contentType: 'application/json', headers, persistent: true, mandatory: true };
    channel.publish(EXCHANGE, topic, Buffer.from(JSON.stringify(payload)), properties);
  }
  await Promise.race([channel.waitForConfirms(), late()]);
  const took = performance.now() - begun;
  await connection.close();
  await purge(rabbitmqUrl);
  return (events / took) * 1_000;
}

async function fill(databaseUrl: string, events: number): Promise<OutboxMessage[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('truncate outbox; alter table outbox disable trigger user');
    const { rows } = await client.query<OutboxMessage>(FILL, [events]);
    return rows;
  } finally {
    await client.end();
  }
}

/** Nobody consumes here; what earlier rounds left must not slow the later ones. */
async function purge(rabbitmqUrl: string): Promise<void> {
  const connection = await connectBroker(rabbitmqUrl);
  const channel = await connection.createChannel();
  for (const subscriber of ['offering-service', 'store-service'] as const) {
    for (const { queue } of queuesOf(subscriber)) await channel.purgeQueue(queue);
  }
  await connection.close();
}

async function late(): Promise<never> {
  const limit = Promise.withResolvers<never>();
  setTimeout(() => limit.reject(new Error(`not drained within ${DRAINED_WITHIN_MS} ms`)), DRAINED_WITHIN_MS).unref();
  return limit.promise;
}

const FILL = `
  with event as (select gen_random_uuid() as id from generate_series(1, $1::int))
  insert into outbox (id, event_id, aggregate_id, entity_version, topic, payload, headers)
  select id, id, id, 1, 'commercial.pricing.events',
    jsonb_build_object('event_id', id, 'event_type', 'PriceCreated', 'schema_version', '1.0', 'entity_version', 1, 'timestamp', now(),
      'correlation_id', id, 'payload', jsonb_build_object('id', id, 'name', 'Fibre 100 monthly', 'value', 24.99, 'unit', 'per month',
        'currency', 'USD', 'locked', false, 'locked_by_saga_ids', '[]'::jsonb, 'version', 1, 'created_at', now(), 'updated_at', now())),
    jsonb_build_object('x-correlation-id', id)
  from event
  returning id, event_id, topic, payload, headers`;
