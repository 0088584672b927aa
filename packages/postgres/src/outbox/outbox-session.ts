/** The relay's own connections: one listens and holds the gate's locks, the others move batches. If one is lost, all are given up. */
import pTimeout from 'p-timeout';
import pg from 'pg';
import type { OutboxSettings } from './outbox-settings.ts';

export type OutboxSession = {
  listener: pg.Client;
  /** Each moves one batch at a time. */
  workers: [pg.Client, ...pg.Client[]];
  /** Aborted, with the reason, as soon as one connection is lost. */
  lost: AbortSignal;
  close(): Promise<void>;
};

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** The client's own limit, for a server that does not even answer that it timed out. */
const ANSWER_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** The server's limits for a relay that is paused, or whose machine is gone: its rows, and its gate, become another relay's. */
const IDLE_LISTENER_MS = 60_000;
const UNACKNOWLEDGED_MS = 15_000;
/** By the planner's statistics few events ever wait: it would sort the whole backlog for each batch rather than follow the index. */
const OLDEST_BY_INDEX = 'set enable_sort = off';

type Needs = { databaseUrl: string; settings: Pick<OutboxSettings, 'batchesAtOnce' | 'publishTimeoutMs'>; onEvent: () => void };

export async function openOutboxSession({ databaseUrl, settings, onEvent }: Needs): Promise<OutboxSession> {
  const losing = new AbortController();
  const opened: pg.Client[] = [];
  const close = async () => {
    await Promise.all(opened.map(end));
  };
  const open = async (name: string, idleLimits: Record<string, number>) => {
    const client = await openClient(databaseUrl, { name, idleLimits, onLost: (reason) => losing.abort(reason) });
    opened.push(client);
    return client;
  };
  const openWorker = async () => {
    // Within a batch it is idle only while that is published.
    const worker = await open('outbox-worker', { idle_in_transaction_session_timeout: 1.5 * settings.publishTimeoutMs });
    await worker.query(OLDEST_BY_INDEX);
    return worker;
  };
  try {
    const listener = await open('outbox-listener', { idle_session_timeout: IDLE_LISTENER_MS });
    const workers: OutboxSession['workers'] = [await openWorker()];
    while (workers.length < settings.batchesAtOnce) workers.push(await openWorker());
    listener.on('notification', onEvent);
    await listener.query('listen outbox_events');
    return { listener, workers, lost: losing.signal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Opening = { name: string; idleLimits: Record<string, number>; onLost: (reason: Error) => void };

async function openClient(databaseUrl: string, { name, idleLimits, onLost }: Opening): Promise<pg.Client> {
  const limits = Object.entries({ ...idleLimits, tcp_user_timeout: UNACKNOWLEDGED_MS });
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    options: limits.map(([setting, milliseconds]) => `-c ${setting}=${milliseconds}`).join(' '),
  });
  client.on('error', onLost);
  client.on('end', () => onLost(new Error(`${name} connection ended`)));
  await client.connect();
  return client;
}

/** A connection that is already broken may never say goodbye. */
async function end(client: pg.Client): Promise<void> {
  await pTimeout(client.end(), { milliseconds: CLOSE_TIMEOUT_MS, message: false }).catch(() => {});
}
