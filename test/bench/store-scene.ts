/** The store service on servers of its own, for benchmarks. */
import type { AnyEvent } from '@catalog/contracts';
import { topicOf } from '@catalog/contracts';
import { startBackingServices } from '@catalog/backing-services';
import { connectEventBus } from '@catalog/event-bus';
import { eventually } from '../support/eventually.ts';
import { freshHome } from '../support/fresh-home.ts';
import { startService } from '../support/start-service.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import type { Processes } from './processor-time.ts';

export type StoreScene = {
  url: string;
  mongodbUrl: string;
  elasticsearchUrl: string;
  processes: Processes;
  publish(events: Event[]): Promise<void>;
  /** Fails unless it is answered from the index. */
  search(query: string): Promise<Result>;
  stop(): Promise<void>;
};
type Result = { total: number; items: { id: string }[]; degraded?: true };
type Event = Pick<AnyEvent, 'event_id' | 'event_type'>;

const NOBODY = 'http://127.0.0.1:1';
export const SEARCH_INDEX = 'bench-offerings';

export async function startStoreScene(): Promise<StoreScene> {
  const home = await freshHome('.catalog/bench-store');
  const { servers, stop } = await startBackingServices({
    dataDirectory: `${home}/data`,
    logDirectory: `${home}/log`,
    only: ['mongodb', 'elasticsearch', 'rabbitmq'],
    durable: true,
  });
  stopOnSignal(stop);
  const mongodbUrl = new URL('/bench-store', servers.mongodb.url).href;
  const elasticsearchUrl = servers.elasticsearch.url;
  const store = await startService('store-service', {
    MONGODB_URL: mongodbUrl,
    ELASTICSEARCH_URL: elasticsearchUrl,
    SEARCH_INDEX,
    RABBITMQ_URL: servers.rabbitmq.url,
    JWKS_URL: `${NOBODY}/jwks`,
    CAMUNDA_URL: `${NOBODY}/engine-rest`,
    CLIENT_ID: 'store-service',
    CLIENT_SECRET: 'bench',
  });
  const bus = await connectEventBus({ url: servers.rabbitmq.url, service: 'store-bench' });
  const search = async (query: string): Promise<Result> => {
    const response = await fetch(`${store.url}/api/v1/store/search?${query}`);
    const body = (await response.json()) as Result;
    if (response.status !== 200 || body.degraded) throw new Error(`not answered from the index: ${JSON.stringify(body).slice(0, 200)}`);
    return body;
  };
  await eventually(() => search(''));
  return {
    url: store.url,
    mongodbUrl,
    elasticsearchUrl,
    processes: { store: store.pid, MongoDB: servers.mongodb.pid, Elasticsearch: servers.elasticsearch.pid },
    search,
    async publish(events) {
      const results = await bus.publish(
        events.map((event) => ({ event_id: event.event_id, topic: topicOf(event.event_type), payload: event, headers: {} })),
      );
      const failed = results.find(({ ok }) => !ok);
      if (failed) throw new Error('an event was not published');
    },
    async stop() {
      await bus.close();
      await store.stop();
      await stop();
    },
  };
}
