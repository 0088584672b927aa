/** Keeps one connection to the broker while it is wanted: connects in the background, prepares it, begins anew whenever it is lost. */
import { setTimeout as delay } from 'node:timers/promises';
import { gauge, log } from '@catalog/observability';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';

export type BrokerLink = {
  /** The connection while it is there and prepared. */
  current(): ChannelModel | undefined;
  close(): Promise<void>;
};

export type BrokerLinkOptions = {
  url: string;
  name: string;
  role: 'publisher' | 'consumer';
  /** Everything that must be there before the connection counts: topology, channels, consumers. */
  prepare: (connection: ChannelModel) => Promise<void>;
  reconnect: { initialDelay: number; maxDelay: number };
};

const HEARTBEAT_SECONDS = 10;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const PREPARE_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 2_000;

/** Resolves once there is a connection, or it is seen that there is none yet. */
export async function openBrokerLink(options: BrokerLinkOptions): Promise<BrokerLink> {
  const closing = new AbortController();
  const tried = Promise.withResolvers<void>();
  let current: ChannelModel | undefined;
  connections.inc({ role: options.role }, 0);
  const ended = keepLinked(options, closing.signal, (connection) => {
    if ((current === undefined) !== (connection === undefined)) connections.inc({ role: options.role }, connection ? 1 : -1);
    current = connection;
    tried.resolve();
  });
  await tried.promise;
  return {
    current: () => current,
    close: async () => {
      closing.abort();
      if (current) await closeQuietly(current);
      await ended;
    },
  };
}

const connections = gauge({ name: 'event_bus_connections', help: 'Connections to the message broker that work', labels: ['role'] });

/** A channel that must live as long as its connection: losing it alone (a queue deleted, a precondition) means to begin anew with both. */
export function shareFate<C extends Channel>(channel: C, connection: ChannelModel): C {
  channel.on('error', (error) => log.warn('message broker closed a channel', { error }));
  channel.on('close', () => void closeQuietly(connection));
  return channel;
}

async function keepLinked(
  options: BrokerLinkOptions,
  closing: AbortSignal,
  onChange: (connection: ChannelModel | undefined) => void,
): Promise<void> {
  const { name, reconnect } = options;
  const persistently = retry(handleAll, { maxAttempts: Infinity, backoff: new ExponentialBackoff(reconnect) });
  persistently.onRetry((failure) => {
    onChange(undefined);
    log.warn('message broker not reachable', { name, tries: failure.attempt, ...('error' in failure ? { error: failure.error } : {}) });
  });
  while (!closing.aborted) {
    const link = await persistently.execute(() => open(options, closing), closing).catch(() => undefined);
    if (link === undefined) break;
    onChange(link.connection);
    log.info('message broker connected', { name });
    if (closing.aborted) await closeQuietly(link.connection);
    await link.closed;
    onChange(undefined);
    if (!closing.aborted) log.warn('message broker connection lost', { name });
    await delay(reconnect.initialDelay * (0.5 + Math.random()), undefined, { signal: closing }).catch(() => {});
  }
  onChange(undefined);
}

async function open({ url, name, prepare }: BrokerLinkOptions, closing: AbortSignal) {
  const connection = await connect(withHeartbeat(url), {
    noDelay: true,
    keepAlive: true,
    timeout: HANDSHAKE_TIMEOUT_MS,
    clientProperties: { connection_name: name },
  });
  const closed = new Promise<void>((resolve) => { connection.on('close', () => resolve()); });
  connection.on('error', (error) => log.warn('message broker connection failed', { name, error }));
  connection.on('blocked', (reason) => log.warn('message broker takes no messages', { name, reason }));
  connection.on('unblocked', () => log.info('message broker takes messages again', { name }));
  try {
    await within(PREPARE_TIMEOUT_MS, prepare(connection));
    closing.throwIfAborted();
    return { connection, closed };
  } catch (error) {
    await closeQuietly(connection);
    throw error;
  }
}

/** Also when it is closed already, or so broken that it never says goodbye. */
async function closeQuietly(connection: ChannelModel): Promise<void> {
  await within(CLOSE_TIMEOUT_MS, Promise.try(() => connection.close())).catch(() => {});
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error(`no answer from the message broker within ${ms} ms`)), ms);
  return Promise.race([work, limit.promise]).finally(() => clearTimeout(timer));
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return address.href;
}
