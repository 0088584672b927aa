/** `npm run bench:projections`: how soon the store shows changes, and what following events costs beside raw indexing; never fails. */
import '../support/silence-logs.ts';
import { Client } from '@elastic/elasticsearch';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Characteristic } from '@catalog/contracts';
import { publishedOfferings } from '../../services/store-service/src/documents/index.ts';
import { connectMongodb } from '../../services/store-service/src/mongodb/index.ts';
import { searchIndex } from '../../services/store-service/src/search-index/index.ts';
import { aCharacteristic, aSpecification } from '../support/events.ts';
import { eventually } from '../support/eventually.ts';
import { printLoadAtStart } from './machine-load.ts';
import { processorTime } from './processor-time.ts';
import { quantile } from './quantile.ts';
import { eventAbout, generatedCatalog } from './store-catalog.ts';
import { SEARCH_INDEX, startStoreScene } from './store-scene.ts';

const OFFERINGS = Number(process.env['BENCH_OFFERINGS'] ?? 5_000);
const SHARED_BY = [1_000, OFFERINGS];
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 10);
const WRITES_PER_SECOND = 50;
const WRITING_SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
/** Asking costs the machine something too. */
const VISIBLE_WITHIN = { within: 120_000, every: 100 };
const BULK = 500;

printLoadAtStart(`${OFFERINGS} offerings, ${ROUNDS} rounds`);
const scene = await startStoreScene();
const processes = { ...scene.processes, benchmark: process.pid };
try {
  const { shared, filledPerSecond } = await fill();
  const few = await changes(shared[0]!, SHARED_BY[0]!);
  let [many, raw]: [number[], number] = [[], 0];
  const projecting = await processorTime(processes, async () => {
    many = await changes(shared[1]!, SHARED_BY[1]!);
  });
  const indexing = await processorTime(processes, async () => {
    raw = await rawPerSecond();
  });
  const lags = await lagsUnderWrites();
  const perSecond = SHARED_BY[1]! / (quantile(many, 0.5) / 1_000);
  console.table([
    row(`one change → all of ${SHARED_BY[0]} offerings found by it, p95 in ms`, quantile(few, 0.95), {
      text: '< 1000',
      met: quantile(few, 0.95) < 1_000,
    }),
    row('the same, median in ms', quantile(few, 0.5)),
    row(`one change to all of ${SHARED_BY[1]}, documents/s`, perSecond),
    row('raw bulk indexing of the same, documents/s', raw),
    row('processor time a document, ms: projection', sum(projecting) / (ROUNDS * OFFERINGS)),
    row('processor time a document, ms: raw', sum(indexing) / (ROUNDS * OFFERINGS)),
    row('projection ÷ raw', perSecond / raw, { text: '≥ 0.5', met: perSecond / raw >= 0.5 }),
    row('one OfferingPublished each, documents/s', filledPerSecond),
    row(`event → found, ${WRITES_PER_SECOND} writes/s, p95 in ms`, quantile(lags, 0.95), {
      text: '< 1000',
      met: quantile(lags, 0.95) < 1_000,
    }),
    row('the same, median in ms', quantile(lags, 0.5)),
  ]);
} finally {
  await scene.stop();
}

function row(measure: string, figure: number, target?: { text: string; met: boolean }) {
  return {
    measure,
    figure: figure.toFixed(figure < 10 ? 2 : 0),
    target: target?.text ?? '',
    verdict: target ? (target.met ? 'met' : 'NOT met') : '',
  };
}

function sum(used: Record<string, number>): number {
  return Object.values(used).reduce((total, ms) => total + ms, 0);
}

/** Two characteristics are shared: one by the first thousand offerings, one by all. */
async function fill(): Promise<{ shared: Characteristic[]; filledPerSecond: number }> {
  const catalog = generatedCatalog(OFFERINGS);
  const shared = ['Latency', 'Quality'].map((attribute) =>
    aCharacteristic({ attribute, name: attribute, value: '0', unit_of_measure: 'Unit' }),
  );
  const extra = shared.map(({ id }) => aSpecification({ characteristic_ids: [id] }));
  const offerings = catalog.offerings.map((offering, i) => ({
    ...offering,
    specification_ids: [...offering.specification_ids, ...extra.filter((_, k) => i < SHARED_BY[k]!).map(({ id }) => id)],
  }));
  for (const one of [...catalog.characteristics, ...shared]) await scene.publish([eventAbout('CharacteristicCreated', one)]);
  await scene.publish([...catalog.specifications, ...extra].map((one) => eventAbout('SpecificationCreated', one)));
  await scene.publish(catalog.prices.map((one) => eventAbout('PriceCreated', one)));
  await known(catalog.characteristics.length + catalog.specifications.length + catalog.prices.length + 4);
  const begun = performance.now();
  for (let start = 0; start < offerings.length; start += BULK) {
    await scene.publish(offerings.slice(start, start + BULK).map((one) => eventAbout('OfferingPublished', one)));
  }
  await found('', OFFERINGS);
  return { shared, filledPerSecond: OFFERINGS / ((performance.now() - begun) / 1_000) };
}

/** The store asks owners for what no event has told it, and here they do not answer. */
async function known(things: number): Promise<void> {
  const mongodb = await connectMongodb(scene.mongodbUrl);
  await eventually(async () => {
    const done = await mongodb.db().collection('processed_events').countDocuments();
    if (done < things) throw new Error(`${done} of ${things} events processed`);
  }, VISIBLE_WITHIN);
  await mongodb.close();
}

async function found(query: string, count: number): Promise<void> {
  await eventually(async () => {
    const { total } = await scene.search(`page_size=1&${query}`);
    if (total !== count) throw new Error(`${query} finds ${total} instead of ${count}`);
  }, VISIBLE_WITHIN);
}

/** From the event's publication until the last of the offerings is found by the new value. */
async function changes(characteristic: Characteristic, usedBy: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const changed = { ...characteristic, value: String(round), version: characteristic.version + round };
    const begun = performance.now();
    await scene.publish([eventAbout('CharacteristicUpdated', changed)]);
    await found(`characteristic=${characteristic.attribute}:=${round}`, usedBy);
    times.push(performance.now() - begun);
  }
  return times;
}

/** The same documents into an index of the same shape, in batches, by nobody but this. */
async function rawPerSecond(): Promise<number> {
  const [mongodb, elasticsearch] = [await connectMongodb(scene.mongodbUrl), new Client({ node: scene.elasticsearchUrl })];
  const documents = await publishedOfferings(mongodb.db()).collection.find().toArray();
  const index = searchIndex(elasticsearch, SEARCH_INDEX);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = await index.create();
    const begun = performance.now();
    for (let start = 0; start < documents.length; start += BULK) await index.put(documents.slice(start, start + BULK), fresh);
    rates.push(documents.length / ((performance.now() - begun) / 1_000));
    await index.drop(fresh);
  }
  await Promise.all([mongodb.close(), elasticsearch.close()]);
  return quantile(rates, 0.5);
}

/** Each write publishes an offering; one search after the other looks which of the newest are there. */
async function lagsUnderWrites(): Promise<number[]> {
  const { offerings } = generatedCatalog(WRITES_PER_SECOND * WRITING_SECONDS, 99);
  const written = new Map<string, number>();
  const lags: number[] = [];
  const begun = performance.now();
  const writing = (async () => {
    for (const [i, offering] of offerings.entries()) {
      await delay(Math.max(0, begun + (i * 1_000) / WRITES_PER_SECOND - performance.now()));
      const id = randomUUID();
      written.set(id, performance.now());
      await scene.publish([eventAbout('OfferingPublished', { ...offering, id, name: 'Written', published_at: new Date().toISOString() })]);
    }
  })();
  await eventually(
    async () => {
      for (const { id } of (await scene.search('query=written&sort=-published_at&page_size=100')).items) {
        const at = written.get(id);
        if (at !== undefined) lags.push(performance.now() - at);
        written.delete(id);
      }
      if (lags.length < offerings.length) throw new Error(`${lags.length} of ${offerings.length} writes have been found`);
    },
    { ...VISIBLE_WITHIN, within: VISIBLE_WITHIN.within + WRITING_SECONDS * 1_000 },
  );
  await writing;
  return lags;
}
