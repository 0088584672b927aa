/** What is done now and then between batches: old rows and keys are removed, what waits is counted, the listener is probed. */
import { gauge } from '@catalog/observability';
import type pg from 'pg';
import type { OutboxSession } from './outbox-session.ts';
import type { OutboxSettings } from './outbox-settings.ts';

const CHUNK = 1_000;
/** The rest waits for the next round, so that no event waits long for the cleaning. */
const CHUNKS_PER_ROUND = 10;

/** The function it gives does what is due, mostly nothing. */
export function createChores({ listener, workers: [worker] }: OutboxSession, settings: OutboxSettings): () => Promise<void> {
  const { measureMs, housekeepingMs, probeMs, retentionMs } = settings;
  const now = Date.now();
  const chores = [
    { everyMs: measureMs, next: now, work: () => measure(worker) },
    { everyMs: housekeepingMs, next: now + housekeepingMs * Math.random(), work: () => purge(worker, retentionMs) },
    { everyMs: probeMs, next: now + probeMs, work: () => listener.query('select 1') },
  ];
  return async () => {
    for (const chore of chores) {
      if (Date.now() < chore.next) continue;
      await chore.work();
      chore.next = Date.now() + chore.everyMs;
    }
  };
}

async function measure(worker: pg.Client): Promise<void> {
  const { rows } = await worker.query<{ pending: string; oldest_seconds: number; failed: string }>(MEASURE);
  const [state] = rows;
  if (state === undefined) return;
  pendingEvents.set(Number(state.pending));
  oldestSeconds.set(state.oldest_seconds);
  failedEvents.set(Number(state.failed));
}

async function purge(worker: pg.Client, retentionMs: number): Promise<void> {
  await inChunks(() => worker.query(PURGE_SENT, [retentionMs, CHUNK]));
  await inChunks(() => worker.query(PURGE_KEYS, [CHUNK]));
}

async function inChunks(removeSome: () => Promise<pg.QueryResult>): Promise<void> {
  for (let chunk = 0; chunk < CHUNKS_PER_ROUND; chunk += 1) {
    const { rowCount } = await removeSome();
    if ((rowCount ?? 0) < CHUNK) return;
  }
}

const pendingEvents = gauge({ name: 'outbox_pending_events', help: 'Events written and not yet published' });
const oldestSeconds = gauge({ name: 'outbox_oldest_pending_seconds', help: 'Age of the oldest event not yet published' });
const failedEvents = gauge({ name: 'outbox_failed_events', help: 'Events given up, waiting for an operator to requeue them' });

const MEASURE = `
  select
    (select count(*) from outbox where status = 'PENDING') as pending,
    (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from outbox where status = 'PENDING') as oldest_seconds,
    (select count(*) from outbox where status = 'FAILED') as failed`;

const PURGE_SENT = `
  delete from outbox where id in (
    select id from outbox
    where status = 'SENT' and processed_at < now() - $1 * interval '1 millisecond'
    order by processed_at limit $2
    for update skip locked)`;

const PURGE_KEYS = `
  delete from idempotency_keys where (scope, key) in (
    select scope, key from idempotency_keys
    where created_at < now() - interval '24 hours'
    order by created_at limit $1
    for update skip locked)`;
