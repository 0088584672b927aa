/** Keeps one connection to the broker while it is wanted: connects in the background, prepares it, begins anew whenever it is lost. */
import { gauge, log } from '@catalog/observability';
import { type Growth, growingDelay, pause } from '@catalog/timing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import pTimeout from 'p-timeout';

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
  reconnect: Growth;
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
  for (let failures = 0; !closing.aborted;) {
    try {
      const { connection, closed } = await open(options, closing);
      failures = 0;
      onChange(connection);
      log.info('Message broker connected', { name });
      if (closing.aborted) await closeQuietly(connection);
      await closed;
      if (!closing.aborted) log.warn('Message broker connection lost', { name });
    } catch (error) {
      failures += 1;
      if (!closing.aborted) log.warn('Message broker not reachable', { name, tries: failures, error });
    }
    onChange(undefined);
    await pause(growingDelay(Math.max(0, failures - 1), reconnect), closing);
  }
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
    await pTimeout(prepare(connection), { milliseconds: PREPARE_TIMEOUT_MS, message: 'The message broker does not answer' });
    closing.throwIfAborted();
    return { connection, closed };
  } catch (error) {
    await closeQuietly(connection);
    throw error;
  }
}

/** Also when it is closed already, or so broken that it never says goodbye. */
async function closeQuietly(connection: ChannelModel): Promise<void> {
  await pTimeout(Promise.try(() => connection.close()), { milliseconds: CLOSE_TIMEOUT_MS, message: false }).catch(() => {});
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return address.href;
}
