/** Keeps one connection to the broker: connects in the background, prepares the connection, and reconnects whenever it is lost. */
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
  /** Sets up what a connection needs before it is used: topology, channels, consumers. */
  prepare: (connection: ChannelModel) => Promise<void>;
  reconnect: Growth;
};

const HEARTBEAT_SECONDS = 10;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const PREPARE_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 2_000;

/** Resolves after the first attempt, whether it succeeded or not. */
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

/** Closes the connection when the channel closes, so that both are opened anew: the broker may close a channel alone. */
export function closeConnectionWith<C extends Channel>(channel: C, connection: ChannelModel): C {
  channel.on('error', (error) => log.warn('Message broker closed a channel', { error }));
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
  const closed = new Promise<void>((resolve) => {
    connection.on('close', () => resolve());
  });
  connection.on('error', (error) => log.warn('Message broker connection failed', { name, error }));
  connection.on('blocked', (reason) => log.warn('Message broker blocks publishers', { name, reason }));
  connection.on('unblocked', () => log.info('Message broker no longer blocks publishers', { name }));
  try {
    await pTimeout(prepare(connection), { milliseconds: PREPARE_TIMEOUT_MS, message: 'The message broker does not answer' });
    closing.throwIfAborted();
    return { connection, closed };
  } catch (error) {
    await closeQuietly(connection);
    throw error;
  }
}

/** Also one that is closed already, or that never answers. */
async function closeQuietly(connection: ChannelModel): Promise<void> {
  await pTimeout(
    Promise.try(() => connection.close()),
    { milliseconds: CLOSE_TIMEOUT_MS, message: false },
  ).catch(() => {});
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return address.href;
}
