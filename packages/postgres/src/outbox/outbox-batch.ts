/** Moves batches of the outbox to the broker: takes what is due, publishes it, and settles each row by what became of its message. */
import { counter } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import pTimeout from 'p-timeout';
import type pg from 'pg';
import type { OutboxSettings } from './outbox-settings.ts';

/** `payload` is the whole event; `headers` carry the trace and the correlation id of the request that wrote it. */
export type OutboxMessage = { id: string; event_id: string; topic: string; payload: object; headers: Record<string, string> };

/** An error of a result concerns this one message. If nothing can be published at all, the publisher throws. */
export type PublishResult = { ok: true } | { ok: false; error: string };
export type PublishBatch = (messages: OutboxMessage[]) => Promise<PublishResult[]>;

/** The broker is away: nobody's fault, no message's try is counted. */
export class PublishOutage extends Error {
  constructor(cause: unknown) {
    super('publishing is not possible', { cause });
    this.name = 'PublishOutage';
  }
}

type Due = OutboxMessage & { attempts: number };
type Relaying = { publish: PublishBatch; settings: OutboxSettings; mayGoOn: () => boolean };

/**
 * How many rows were taken. One worker waits for the confirms of a full batch while the next takes another; each takes one batch after
 * the other as long as they are full and `mayGoOn`.
 */
export async function relayBatches([worker, ...others]: pg.Client[], relaying: Relaying): Promise<number> {
  if (worker === undefined) return 0;
  const { batchSize } = relaying.settings;
  const rows = await take(worker, batchSize);
  const isFull = rows.length === batchSize;
  const more = (workers: pg.Client[]) => (isFull && relaying.mayGoOn() ? relayBatches(workers, relaying) : 0);
  const results = await Promise.allSettled([relay(worker, rows, relaying).then(() => more([worker])), more(others)]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), rows.length);
}

async function take(worker: pg.Client, batchSize: number): Promise<Due[]> {
  await worker.query('begin');
  const { rows } = await worker.query<Due>(TAKE, [batchSize]);
  return rows;
}

/**
 * A crash before the commit leaves the rows PENDING, so they are published again: at least once, never lost.
 * Whoever hears of one twice goes by its version (replica.ts here, replica-collection.ts in the store).
 */
async function relay(worker: pg.Client, rows: Due[], { publish, settings }: Relaying): Promise<void> {
  try {
    if (rows.length > 0) await settle(worker, rows, await published(rows, publish, settings), settings);
    await worker.query('commit');
  } catch (error) {
    if (error instanceof PublishOutage) await worker.query('rollback');
    throw error;
  }
}

async function published(rows: Due[], publish: PublishBatch, { publishTimeoutMs }: OutboxSettings): Promise<PublishResult[]> {
  const messages = rows.map(({ id, event_id, topic, payload, headers }) => ({ id, event_id, topic, payload, headers }));
  try {
    const results = await pTimeout(publish(messages), { milliseconds: publishTimeoutMs, message: 'publishing took too long' });
    if (results.length !== messages.length) throw new Error('the publisher did not account for every message');
    return results;
  } catch (error) {
    throw new PublishOutage(error);
  }
}

async function settle(worker: pg.Client, rows: Due[], results: PublishResult[], settings: OutboxSettings): Promise<void> {
  const errors = results.map((result) => (result.ok ? null : result.error));
  const delays = rows.map(({ attempts }) => Math.round(growingDelay(attempts, settings.retry)));
  await worker.query(SETTLE, [rows.map(({ id }) => id), errors, delays, settings.maxTries]);
  const refused = errors.filter((error) => error !== null).length;
  publishedEvents.inc(rows.length - refused);
  if (refused > 0) refusedEvents.inc(refused);
}

const publishedEvents = counter({ name: 'outbox_published_events_total', help: 'Events handed to the broker and confirmed by it' });
const refusedEvents = counter({ name: 'outbox_publish_failures_total', help: 'Tries to publish one event that the broker refused' });

const TAKE = `
  select id, event_id, topic, payload, headers, attempts
  from outbox
  where status = 'PENDING' and next_attempt_at <= now()
  order by seq
  limit $1
  for update skip locked`;

const SETTLE = `
  update outbox
  set attempts = outbox.attempts + 1,
    status = case when result.error is null then 'SENT' when outbox.attempts + 1 >= $4 then 'FAILED' else 'PENDING' end,
    processed_at = case when result.error is null then now() end,
    next_attempt_at = now() + result.delay_ms * interval '1 millisecond',
    error_message = result.error
  from unnest($1::uuid[], $2::text[], $3::bigint[]) as result (id, error, delay_ms)
  where outbox.id = result.id`;
