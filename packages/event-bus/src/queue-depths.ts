/** Metrics of the events that wait in a subscriber's queues and of its dead letters; the broker is asked at most every five seconds. */
import type { Subscriber } from '@catalog/contracts';
import { gauge, log } from '@catalog/observability';
import { cachedFor } from '@catalog/timing';
import type { ChannelModel } from 'amqplib';
import pTimeout from 'p-timeout';
import { deadLetterQueueOf, queuesOf } from './topology.ts';

type Depth = { queue: string; waiting: number; dead: number };
type Source = () => Promise<Depth[]>;

const KEPT_MS = 5_000;
const LIMIT_MS = 1_000;

/** Shows them until the returned function is called. While the broker does not answer, nothing is shown. */
export function showQueueDepths(subscriber: Subscriber, current: () => ChannelModel | undefined): () => void {
  const source: Source = cachedFor(KEPT_MS, () => depthsOf(subscriber, current()));
  sources.add(source);
  return () => {
    sources.delete(source);
  };
}

const sources = new Set<Source>();

const allDepths = async (): Promise<Depth[]> => (await Promise.all([...sources].map((source) => source()))).flat();

const showDepth = (name: string, help: string, of: (depth: Depth) => number) =>
  gauge({
    name,
    help,
    labels: ['queue'],
    async collect(self) {
      const depths = await allDepths();
      self.reset();
      for (const depth of depths) self.set({ queue: depth.queue }, of(depth));
    },
  });

showDepth('event_bus_queue_messages', 'Events that wait in a queue to be handled', ({ waiting }) => waiting);
showDepth('event_bus_dead_letters', 'Events of a queue that were given up and wait for an operator', ({ dead }) => dead);

async function depthsOf(subscriber: Subscriber, connection: ChannelModel | undefined): Promise<Depth[]> {
  if (!connection) return [];
  try {
    return await pTimeout(counted(subscriber, connection), { milliseconds: LIMIT_MS });
  } catch (error) {
    log.debug('Queues cannot be measured', { error });
    return [];
  }
}

async function counted(subscriber: Subscriber, connection: ChannelModel): Promise<Depth[]> {
  const channel = await connection.createChannel();
  channel.on('error', () => {}); // the call that fails rejects
  const length = async (queue: string) => (await channel.checkQueue(queue)).messageCount;
  try {
    const depths: Depth[] = [];
    for (const { queue } of queuesOf(subscriber)) {
      depths.push({ queue, waiting: await length(queue), dead: await length(deadLetterQueueOf(queue)) });
    }
    return depths;
  } finally {
    await channel.close().catch(() => {});
  }
}
