import { type AnyEvent, topicOf } from '@catalog/contracts';
import { expect } from 'chai';
import { type Random, randomFrom, type RandomHistory, randomHistory } from '../support/random-history.ts';
import { createReadModel, type ReadModel } from '../support/read-model.ts';

type Replica = ReturnType<ReadModel['replica']>;

/** In full: PROPERTY_SEEDS=20 PROPERTY_EVENTS=2000. */
const SEEDS = Number(process.env['PROPERTY_SEEDS'] ?? 2);
const EVENTS = Number(process.env['PROPERTY_EVENTS'] ?? 400);
const AT_ONCE = 16;
const LIMIT_MS = 120_000 + SEEDS * EVENTS * 100;
const kinds = {
  characteristics: 'characteristic_replicas',
  specifications: 'specification_replicas',
  prices: 'price_replicas',
  categories: 'category_replicas',
  offerings: 'offering_replicas',
} as const;

describe('The store after a random history', function () {
  this.timeout(LIMIT_MS);
  let model: ReadModel;

  before(async () => {
    model = await createReadModel();
  });
  after(() => model.drop());

  /** Every event twice, in any order, to any replica, and some not before all others have come. */
  async function deliver(random: Random, { events }: RandomHistory, replicas: Replica[]): Promise<void> {
    const late = new Set(events.filter(() => random.below(20) === 0));
    const twice = random.shuffled([...events, ...events]);
    for (const some of [twice.filter((event) => !late.has(event)), twice.filter((event) => late.has(event))]) {
      const queue = some.values();
      const worker = async () => {
        for (const event of queue) await handlerOf(random.pick(replicas), event)(event);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    }
  }

  const handlerOf = ({ on }: Replica, event: AnyEvent) => on[topicOf(event.event_type)] as (event: AnyEvent) => Promise<void>;

  const shown = ({ offeringIds }: RandomHistory) => model.documents.shown(offeringIds);

  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`shows the newest of everything, and so does its index (seed ${seed})`, async () => {
      const random = randomFrom(seed);
      const history = randomHistory(random, EVENTS);
      const [indexing, withoutIndex] = [model.replica(), model.replica()];
      await indexing.sync.heal();
      await deliver(random, history, [indexing, withoutIndex]);
      expect(history.expected.length).to.be.greaterThan(1);
      expect(await shown(history)).to.eql(history.expected);
      await indexing.sync.heal();
      const stored = await model.documents.findAll(history.offeringIds);
      expect(stored.map(({ status }) => status)).to.eql(history.expected.map(() => 'PUBLISHED'));
      for (const id of history.offeringIds) {
        expect((await model.indexed(id))?.revision).to.equal(stored.find(({ _id }) => _id === id)?.revision);
      }
    });
  }

  it('is noticed to be wrong when the last to come is taken for the newest', async () => {
    const random = randomFrom(1);
    const history = randomHistory(random, 200);
    const mutant = model.replica();
    for (const [kind, name] of Object.entries(kinds)) {
      const collection = model.store.database.collection<{ _id: string; version: number }>(name);
      mutant.replicas[kind as keyof typeof kinds].apply = async (state: { id: string; version: number }, { deleted = false } = {}) => {
        await collection.updateOne({ _id: state.id }, { $set: { version: state.version, deleted, state } }, { upsert: true });
      };
    }
    const queue = random.shuffled(history.events);
    for (const event of queue) await handlerOf(mutant, event)(event);
    expect(await shown(history)).not.to.eql(history.expected);
  });
});
