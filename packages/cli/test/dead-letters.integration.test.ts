/** The command on the real broker, beside a consumer that cannot handle what it gets. */
import { connectEventBus, type EventBus } from '@catalog/event-bus';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aPrice, publishEvent } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { runCatalog } from './run-catalog.ts';

const QUEUE = 'offering-service.prices.queue';

describe('catalog dead-letters', function () {
  let vhost: TestVhost, bus: EventBus, isBroken: boolean, handled: string[];

  beforeEach(async () => {
    vhost = await createTestVhost();
    bus = await connectEventBus({ url: vhost.url, service: 'test', settings: { retryDelaysMs: [20] } });
    [isBroken, handled] = [true, []];
    await bus.subscribe('offering-service', {
      'resource.characteristics.events': async () => {},
      'resource.specifications.events': async () => {},
      'commercial.pricing.events': async ({ payload }) => {
        if (isBroken) throw new Error('the shelf is full');
        handled.push(payload.id);
      },
    });
  });
  afterEach(async () => {
    await bus.close();
    await vhost.delete();
  });

  const catalog = (...words: string[]) => runCatalog(['dead-letters', ...words], { RABBITMQ_URL: vhost.url });

  async function died(count: number) {
    const prices = Array.from({ length: count }, () => aPrice());
    for (const price of prices) await publishEvent(vhost.url, 'PriceCreated', price);
    const letters = await eventually(async () => {
      const found = await bus.deadLetters.list(QUEUE);
      expect(found).to.have.length(count);
      return found;
    });
    return prices.map((price) => ({ price, eventId: letters.find(({ body }) => body.includes(price.id))!.event_id! }));
  }

  it('counts, lists and shows them, with reason, headers and payload', async () => {
    const [one, other] = (await died(2)) as [Died, Died];
    expect((await catalog('list')).stdout)
      .to.match(new RegExp(`'${QUEUE}' +│ 2 `))
      .and.match(/'store-service.offerings.queue' +│ 0 /);
    expect((await catalog('list', QUEUE)).stdout)
      .to.contain(one.eventId)
      .and.contain(other.eventId)
      .and.contain('PriceCreated')
      .and.contain('the shelf is full');
    const { stdout } = await catalog('show', QUEUE, one.eventId);
    expect(stdout).to.contain('reason: Error: the shelf is full').and.contain('"x-tries": 2').and.contain(`"id": "${one.price.id}"`);
    expect(stdout).not.to.contain(other.eventId);
    expect((await catalog('show', QUEUE)).stdout)
      .to.contain(one.eventId)
      .and.contain(other.eventId);
  });

  it('has some or all of them handled after all', async () => {
    const letters = await died(3);
    isBroken = false;
    const { price, eventId } = letters[1]!;
    expect((await catalog('replay', QUEUE, eventId)).stdout).to.equal(`1 moved back to ${QUEUE}\n`);
    await eventually(() => expect(handled).to.eql([price.id]));
    expect((await catalog('replay', QUEUE)).stdout).to.equal(`2 moved back to ${QUEUE}\n`);
    await eventually(() => expect(handled).to.have.members(letters.map((letter) => letter.price.id)));
  });

  it('deletes only what it is told to', async () => {
    const [one] = (await died(2)) as [Died];
    expect(await catalog('discard', QUEUE)).to.deep.include({
      code: 1,
      stderr: 'Name the events that are to be deleted for good, or say --all.\n',
    });
    expect((await catalog('discard', QUEUE, one.eventId)).stdout).to.equal(`1 deleted from ${QUEUE}\n`);
    expect((await catalog('discard', QUEUE, '--all')).stdout).to.equal(`1 deleted from ${QUEUE}\n`);
  });

  it('says what is wrong with a command', async () => {
    expect((await catalog('list', 'prices')).stderr).to.equal('nobody subscribes by a queue prices\n');
    const id = randomUUID();
    expect(await catalog('show', QUEUE, id)).to.deep.include({ code: 1, stderr: `There is no dead letter ${id} in that queue.\n` });
    const unreachable = await runCatalog(['dead-letters', 'list'], { RABBITMQ_URL: 'amqp://127.0.0.1:1' });
    expect(unreachable).to.deep.include({ code: 1, stderr: 'there is no connection to the message broker\n' });
  });
});

type Died = { price: ReturnType<typeof aPrice>; eventId: string };
