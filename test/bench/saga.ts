/** `npm run bench:saga`: how long a publication takes beside as many steps that do nothing; never fails. */
import '../support/silence-logs.ts';
import { type Catalog, startCatalog } from '@catalog/local-runtime';
import { hireManager, type Manager } from '../chaos/saga-manager.ts';
import { freshHome } from '../support/fresh-home.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { printLoadAtEnd, printLoadAtStart } from './machine-load.ts';
import { quantile } from './quantile.ts';
import { type EmptyProcesses, startEmptyProcesses } from './saga-empty-processes.ts';
import { type PublicationTimes, timePublication } from './saga-publications.ts';

type Sample = PublicationTimes & { emptyMs: number };
type Bench = { manager: Manager; storeUrl: string; empty: EmptyProcesses };

const PUBLICATIONS = Number(process.env['BENCH_PUBLICATIONS'] ?? 200);
const HOME = await freshHome('.catalog/bench-saga');
const TARGET = 2;
const TURN = 10;

const catalog = await startCatalog({ home: HOME, portBase: 0, shipLogs: false, extraEnvironment: { TRACE_SAMPLE_RATIO: '0' } });
stopOnSignal(() => catalog.stop());
try {
  printLoadAtStart(`${PUBLICATIONS} publications and as many empty processes, in turns`);
  const bench = await prepare(catalog);
  const rows = [...(await measured(1, bench)), ...(await measured(TURN, bench))];
  await bench.empty.stop();
  console.table(rows);
  printLoadAtEnd();
} finally {
  await catalog.stop();
}

async function prepare({ endpoints, environments }: Catalog): Promise<Bench> {
  const manager = await hireManager({
    urlOf: (service) => endpoints.services[service]!.url,
    databaseOf: (service) => environments[service]['DATABASE_URL']!,
  });
  const bench = {
    manager,
    storeUrl: endpoints.services['store-service']!.url,
    empty: await startEmptyProcesses(endpoints.servers.camunda.url),
  };
  await turns(TURN, { ...bench, atOnce: TURN }); // what is compiled, connected and deployed at first use is not measured
  return bench;
}

async function measured(atOnce: number, bench: Bench): Promise<Record<string, string>[]> {
  const samples = await turns(PUBLICATIONS, { ...bench, atOnce });
  const row = (what: string, key: keyof Sample) => {
    const [p50, p95] = percentiles(samples, key);
    const [emptyP50, emptyP95] = percentiles(samples, 'emptyMs');
    const isMeasured = key === 'emptyMs';
    return {
      'at once': String(atOnce),
      measure: what,
      'p50 ms': p50.toFixed(0),
      'p95 ms': p95.toFixed(0),
      'p50 ÷ empty': isMeasured ? '' : (p50 / emptyP50).toFixed(2),
      'p95 ÷ empty': isMeasured ? '' : (p95 / emptyP95).toFixed(2),
      [`target ≤ ${TARGET}`]: isMeasured ? '' : p95 / emptyP95 <= TARGET ? 'met' : 'NOT met',
    };
  };
  return [
    row('publish → PUBLISHED', 'publishedMs'),
    row('publish → visible in the store', 'visibleMs'),
    row('empty process → fourth step', 'emptyMs'),
  ];
}

/** A turn of publications and a turn of empty processes, over and over: a slow minute of the machine is to fall on both alike. */
async function turns(count: number, { manager, storeUrl, empty, atOnce }: Bench & { atOnce: number }): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (samples.length < count) {
    const drafts = await manager.drafts(TURN);
    for (let from = 0; from < TURN; from += atOnce) {
      const times = await Promise.all(drafts.slice(from, from + atOnce).map((draft) => timePublication(draft, manager, storeUrl)));
      const empties = await Promise.all(times.map(() => empty.run()));
      samples.push(...times.map((time, index) => ({ ...time, emptyMs: empties[index]! })));
    }
  }
  return samples;
}

function percentiles(samples: readonly Sample[], key: keyof Sample): [number, number] {
  const figures = samples.map((sample) => sample[key]);
  return [quantile(figures, 0.5), quantile(figures, 0.95)];
}
