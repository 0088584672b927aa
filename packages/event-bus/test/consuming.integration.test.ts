import { setTimeout as delay } from 'node:timers/promises';
import { currentCorrelationId } from '@catalog/observability';
import { connectEventBus, deadLetterQueueOf, type EventBus } from '@catalog/event-bus';
import { type ConfirmChannel, connect } from 'amqplib';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { aPriceEvent, outgoing } from './price-event.ts';
import { PRICES_QUEUE, subscribeToPrices } from './quiet-subscriber.ts';

const RETRY_DELAYS_MS = [20, 40, 60];

describe('consuming events', () => {
  let vhost: TestVhost;
  let bus: EventBus;

  before(async () => {
    vhost = await createTestVhost();
  });
  after(() => vhost.delete());

  beforeEach(async () => {
    bus = await connectEventBus({ url: vhost.url, service: 'test', settings: { retryDelaysMs: RETRY_DELAYS_MS } });
  });

  afterEach(async () => {
    await bus.close();
    await onChannel(async (channel) => {
      await channel.purgeQueue(PRICES_QUEUE);
      await channel.purgeQueue(deadLetterQueueOf(PRICES_QUEUE));
    });
  });

  const send = (event = aPriceEvent()) => bus.publish([outgoing(event)]);
  const dead = () => bus.deadLetters.list(PRICES_QUEUE);

  async function onChannel<T>(work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const connection = await connect(vhost.url);
    const channel = await connection.createConfirmChannel();
    return work(channel).finally(() => connection.close());
  }
  const waiting = () => onChannel(async (channel) => (await channel.checkQueue(PRICES_QUEUE)).messageCount);
  const sendRaw = (content: string) =>
    onChannel(async (channel) => {
      channel.publish('catalog.events', 'commercial.pricing.events', Buffer.from(content), { messageId: 'raw' });
      await channel.waitForConfirms();
    });

  it('hands over the event as it was published, in the context of its request', async () => {
    const seen: unknown[] = [];
    await subscribeToPrices(bus, async (event) => {
      seen.push({ event, correlation: currentCorrelationId() });
    });
    const event = aPriceEvent({ added_later: 1 });
    await send(event);
    await eventually(() => expect(seen).to.deep.equal([{ event, correlation: 'request-1' }]));
    await eventually(async () => expect(await waiting()).to.equal(0));
  });

  it('keeps events for a subscriber that is not there yet', async () => {
    const event = aPriceEvent();
    await send(event);
    const seen: string[] = [];
    await subscribeToPrices(bus, async ({ event_id }) => {
      seen.push(event_id);
    });
    await eventually(() => expect(seen).to.deep.equal([event.event_id]));
  });

  it('retries a failing handler with growing delays until it succeeds', async () => {
    const times: number[] = [];
    await subscribeToPrices(bus, async () => {
      times.push(performance.now());
      if (times.length <= RETRY_DELAYS_MS.length) throw new Error('not yet');
    });
    await send();
    await eventually(() => expect(times).to.have.length(4));
    RETRY_DELAYS_MS.forEach((least, step) => expect((times[step + 1] ?? 0) - (times[step] ?? 0)).to.be.at.least(least - 2));
    expect(await dead()).to.deep.equal([]);
  });

  it('gives up after the last retry, with the reason, and others go on meanwhile', async () => {
    const [bad, good] = [aPriceEvent(), aPriceEvent()];
    let tries = 0;
    const handled: string[] = [];
    await subscribeToPrices(bus, async ({ event_id }) => {
      if (event_id !== bad.event_id) return void handled.push(event_id);
      tries += 1;
      throw new TypeError('never');
    });
    await bus.publish([outgoing(bad), outgoing(good)]);
    const [letter] = await eventually(async () => {
      const letters = await dead();
      expect(letters).to.have.length(1);
      return letters;
    });
    expect(tries).to.equal(4);
    expect(handled).to.deep.equal([good.event_id]);
    expect(letter).to.deep.include({
      event_id: bad.event_id,
      event_type: 'PriceCreated',
      correlation_id: 'request-1',
      reason: 'TypeError: never',
      tries: 4,
    });
    expect(JSON.parse(letter?.body ?? '')).to.deep.equal(bad);
  });

  it('puts what is not a valid event among the dead letters at once, saying why', async () => {
    let handled = 0;
    await subscribeToPrices(bus, async () => {
      handled += 1;
    });
    await sendRaw('{"event_type":"PriceCreated"}');
    await sendRaw('not json');
    const letters = await eventually(async () => {
      const found = await dead();
      expect(found).to.have.length(2);
      return found;
    });
    expect(letters.map(({ reason }) => reason)).to.deep.include('the message is not a JSON object');
    expect(letters.some(({ reason }) => reason.includes("must have required property 'event_id'"))).to.equal(true);
    expect(handled).to.equal(0);
  });

  it('passes over types it does not know', async () => {
    const seen: string[] = [];
    await subscribeToPrices(bus, async ({ event_id }) => {
      seen.push(event_id);
    });
    await send(aPriceEvent({ event_type: 'PriceForecast' }));
    const known = aPriceEvent();
    await send(known);
    await eventually(() => expect(seen).to.deep.equal([known.event_id]));
    await eventually(async () => expect(await waiting()).to.equal(0));
    expect(await dead()).to.deep.equal([]);
  });

  it('does not acknowledge before the effect: what a consumer had in hand when it vanished comes again', async () => {
    const hanging = await connectEventBus({ url: vhost.url, service: 'hanging', settings: { drainTimeoutMs: 10 } });
    const begun = Promise.withResolvers<void>();
    await subscribeToPrices(hanging, () => {
      begun.resolve();
      return new Promise(() => {});
    });
    const event = aPriceEvent();
    await send(event);
    await begun.promise;
    await hanging.close();
    const seen: string[] = [];
    await subscribeToPrices(bus, async ({ event_id }) => {
      seen.push(event_id);
    });
    await eventually(() => expect(seen).to.deep.equal([event.event_id]));
  });

  it('finishes what it has in hand when it stops, and takes nothing more', async () => {
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done: string[] = [];
    await subscribeToPrices(
      bus,
      async ({ event_id }) => {
        begun.resolve();
        await goOn.promise;
        done.push(event_id);
      },
      { prefetch: 1 },
    );
    const [first, second] = [aPriceEvent(), aPriceEvent()];
    await bus.publish([outgoing(first), outgoing(second)]);
    await begun.promise;
    const stopped = bus.stopConsuming();
    // That it waits shows only in that nothing happens for a while.
    await Promise.race([
      stopped.then(() => {
        throw new Error('it did not wait');
      }),
      delay(50),
    ]);
    goOn.resolve();
    await stopped;
    await eventually(async () => expect(await waiting()).to.be.above(0));
    expect(done).to.deep.equal([first.event_id]);
  });

  it('looks at dead letters without using them up, and replays those that are chosen, then the rest', async () => {
    let broken = true;
    const handled: string[] = [];
    await subscribeToPrices(bus, async ({ event_id }) => {
      if (broken) throw new Error('broken');
      handled.push(event_id);
    });
    const events = [aPriceEvent(), aPriceEvent(), aPriceEvent()];
    await bus.publish(events.map((event) => outgoing(event)));
    const ids = events.map(({ event_id }) => event_id);
    await eventually(async () => expect(await dead()).to.have.length(3));
    for (let look = 0; look < 25; look += 1) expect((await dead()).map(({ event_id }) => event_id)).to.have.members(ids);
    expect(await bus.deadLetters.count()).to.deep.include({ queue: PRICES_QUEUE, dead_letters: 3 });

    broken = false;
    const chosen = events[1]?.event_id ?? '';
    expect(await bus.deadLetters.replay(PRICES_QUEUE, { eventIds: [chosen] })).to.equal(1);
    await eventually(() => expect(handled).to.deep.equal([chosen]));
    expect(await bus.deadLetters.replay(PRICES_QUEUE)).to.equal(2);
    await eventually(() => expect(handled).to.have.members(ids));
    expect(await dead()).to.deep.equal([]);
  });

  it('deletes dead letters for good when told to, the others stay', async () => {
    await subscribeToPrices(bus, async () => {
      throw new Error('broken');
    });
    const [one, other] = [aPriceEvent(), aPriceEvent()];
    await bus.publish([outgoing(one), outgoing(other)]);
    await eventually(async () => expect(await dead()).to.have.length(2));
    expect(await bus.deadLetters.discard(PRICES_QUEUE, { eventIds: [one.event_id] })).to.equal(1);
    await eventually(async () => expect((await dead()).map(({ event_id }) => event_id)).to.deep.equal([other.event_id]));
  });

  it('gives a replayed event all its tries again', async () => {
    let tries = 0;
    await subscribeToPrices(bus, async () => {
      tries += 1;
      throw new Error('broken');
    });
    await send();
    const gone = (times: number) =>
      eventually(async () => {
        expect(tries).to.equal(times);
        expect(await dead()).to.have.length(1);
      });
    await gone(4);
    await bus.deadLetters.replay(PRICES_QUEUE);
    await gone(8);
    expect(await dead()).to.have.nested.property('[0].tries', 4);
  });

  it('refuses to look into queues that are not of events', async () => {
    const error = await bus.deadLetters.list('something.queue').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(RangeError);
  });
});
