/** `npm run bench:search`: how long searches take through the gateway, beside what Elasticsearch itself needs; never fails. */
import '../support/silence-logs.ts';
import { Client } from '@elastic/elasticsearch';
import type { StoreQuery } from '../../services/store-service/src/api.ts';
import { parseSearchQuery, signedCursors } from '../../services/store-service/src/rules/index.ts';
import { searchInElasticsearch } from '../../services/store-service/src/search/index.ts';
import { eventually } from '../support/eventually.ts';
import { startService } from '../support/start-service.ts';
import { printLoadAtStart } from './machine-load.ts';
import { processorTime } from './processor-time.ts';
import { quantile } from './quantile.ts';
import { picking } from './store-catalog.ts';
import { addOfferings } from './store-documents.ts';
import { SEARCH_INDEX, startStoreScene } from './store-scene.ts';

const SIZES = (process.env['BENCH_SIZES'] ?? '1000,10000,100000').split(',').map(Number);
const SEARCHES = Number(process.env['BENCH_SEARCHES'] ?? 500);
const WARM_UP = 100;
const USERS = 20;
const NOBODY = 'http://127.0.0.1:1';
const NO_LIMIT = '100000000';

printLoadAtStart(`${SEARCHES} searches each, facets included`);
const scene = await startStoreScene();
const gateway = await startService('api-gateway', {
  STORE_SERVICE_URL: scene.url,
  RATE_LIMIT_PER_MINUTE: NO_LIMIT,
  JWKS_URL: `${NOBODY}/jwks`,
});
const elasticsearch = new Client({ node: scene.elasticsearchUrl });
const processes = { gateway: gateway.pid, ...scene.processes, 'the users': process.pid };
try {
  const rows: object[] = [];
  for (const [i, size] of SIZES.entries()) {
    await addOfferings(scene, { from: SIZES[i - 1] ?? 0, to: size });
    rows.push(await measured(size));
    console.table(rows);
  }
} finally {
  await Promise.all([elasticsearch.close(), gateway.stop()]);
  await scene.stop();
}

async function measured(size: number): Promise<object> {
  await warmUp();
  const [alone, own]: [number[], number[]] = [[], []];
  for (const query of queries(SEARCHES, 2)) {
    alone.push(await throughGateway(query));
    own.push(await took(query));
  }
  const together: number[] = [];
  const failures: unknown[] = [];
  const queue = queries(SEARCHES * 2, 3).values();
  const user = async () => {
    for (const query of queue)
      await throughGateway(query).then(
        (ms) => together.push(ms),
        (error: unknown) => failures.push(error),
      );
  };
  const begun = performance.now();
  const used = await processorTime(processes, () => Promise.all(Array.from({ length: USERS }, user)));
  const perSecond = (together.length * 1_000) / (performance.now() - begun);
  const over = quantile(alone, 0.95) - quantile(own, 0.95);
  return {
    offerings: size,
    'took p50': quantile(own, 0.5),
    'took p95': quantile(own, 0.95),
    'one: p50': Math.round(quantile(alone, 0.5)),
    'one: p95': Math.round(quantile(alone, 0.95)),
    'p95 over took': `${over.toFixed(1)} ms (${over <= 5 ? 'met' : 'NOT met'}: ≤ 5)`,
    [`${USERS} users: p50`]: Math.round(quantile(together, 0.5)),
    [`${USERS} users: p95`]: `${Math.round(quantile(together, 0.95))}${size === 10_000 ? ` (${quantile(together, 0.95) < 100 ? 'met' : 'NOT met'}: < 100)` : ''}`,
    'searches/s': Math.round(perSecond),
    failed: failures.length,
    'processor ms a search': Object.entries(used)
      .map(([name, ms]) => `${name} ${(ms / together.length).toFixed(1)}`)
      .join(', '),
  };
}

/** Elasticsearch's first searches may take longer than the store waits for one. */
async function warmUp(): Promise<void> {
  for (const query of queries(WARM_UP, 1)) await eventually(() => Promise.all([throughGateway(query), took(query)]), { within: 60_000 });
}

/** What people ask: words, some of them unfinished, prices, values of attributes, channels, pages, orders. */
function queries(count: number, seed: number): StoreQuery[] {
  const pick = picking(seed);
  return Array.from({ length: count }, () => ({
    page: pick([1, 1, 1, 2, 3]),
    page_size: 20,
    currency: pick(['USD', 'USD', 'EUR'] as const),
    ...pick([
      {},
      { query: pick(['fibre', 'home fib', 'office mobile', 'premium', 'cable rel', 'family plus']) },
      { query: pick(['student cloud', 'traveller', 'unlim']) },
    ]),
    ...pick([{}, {}, { min_price: 10, max_price: pick([50, 100, 250]) }]),
    ...pick([
      {},
      {},
      { characteristic: [pick(['Speed:>50Mbps', 'Speed:=1Gbps', 'Technology:=5G|FTTH'])] },
      { characteristic: ['Speed:>=100Mbps', 'Term:<=1Years'] },
    ]),
    ...pick([{}, {}, { channel: 'online' }]),
    ...pick([{}, {}, { sort: pick(['price', '-price', 'name', '-published_at'] as const) }]),
  }));
}

async function throughGateway(query: StoreQuery): Promise<number> {
  const parameters = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as [string, string]));
  const begun = performance.now();
  const response = await fetch(`${gateway.url}/api/v1/store/search?${new URLSearchParams(parameters).toString()}`);
  const body = (await response.json()) as { degraded?: true };
  const ms = performance.now() - begun;
  if (response.status !== 200 || body.degraded) throw new Error(`status ${response.status}, degraded: ${body.degraded}`);
  return ms;
}

/** The same request as the store's, and what Elasticsearch says it took. */
async function took(query: StoreQuery): Promise<number> {
  const times: number[] = [];
  const watched = new Proxy(elasticsearch, {
    get: (client, name) =>
      name !== 'search'
        ? (Reflect.get(client, name) as unknown)
        : async (...parameters: Parameters<Client['search']>) => {
            const response = await client.search(...parameters);
            times.push((response as { took: number }).took);
            return response;
          },
  });
  await searchInElasticsearch(watched, SEARCH_INDEX)(parseSearchQuery(query, signedCursors('none')));
  return times.reduce((sum, one) => sum + one, 0);
}
