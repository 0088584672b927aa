import { createApp, defineApi, type HealthChecks, type Listening, serve } from '@catalog/http/server';
import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import Type from 'typebox';
import { eventually } from '../../../test/support/eventually.ts';

const api = defineApi({
  title: 'Nothing',
  description: 'Has only its health.',
  operations: { nothing: { method: 'GET', path: '/nothing', summary: 'Nothing', access: 'public', replies: { 200: Type.Object({}) } } },
});

const works = async () => {};
const fails = async () => {
  throw new Error('postgres://user:secret@host refuses');
};

describe('The health of a service', () => {
  const servers: Listening[] = [];

  async function at(health: HealthChecks) {
    const handlers = { nothing: async () => ({ status: 200 as const, body: {} }) };
    const server = await serve(createApp({ api, handlers, authenticate: async () => undefined, health }), { host: '127.0.0.1', port: 0 });
    servers.push(server);
    return async (path: string) => {
      const response = await fetch(server.url + path);
      return { status: response.status, body: await response.json() };
    };
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  it('is healthy when everything works', async () => {
    const ask = await at({ database: works, message_broker: works, dependencies: { camunda: works } });
    expect(await ask('/health')).to.eql({
      status: 200,
      body: { status: 'healthy', database: 'connected', message_broker: 'connected', dependencies: { camunda: 'healthy' } },
    });
  });

  it('is degraded, and ready all the same, when the broker or a dependency fails; why is nobody’s business', async () => {
    const ask = await at({ database: works, message_broker: fails, dependencies: { camunda: works, pricing_service: fails } });
    expect(await ask('/health')).to.eql({
      status: 200,
      body: {
        status: 'degraded',
        database: 'connected',
        message_broker: 'disconnected',
        dependencies: { camunda: 'healthy', pricing_service: 'unhealthy' },
      },
    });
    expect((await ask('/health/ready')).status).to.equal(200);
  });

  it('is unhealthy, and not ready, without its database; alive it is still', async () => {
    const ask = await at({ database: fails, message_broker: works });
    expect(await ask('/health'))
      .to.deep.include({ status: 503 })
      .and.have.nested.include({ 'body.status': 'unhealthy', 'body.database': 'disconnected' });
    expect((await ask('/health/ready')).status).to.equal(503);
    expect((await ask('/health/live')).status).to.equal(200);
  });

  it('is looked at once, however many ask and by whichever address', async () => {
    let looks = 0;
    const ask = await at({
      database: async () => {
        looks += 1;
      },
    });
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => ask(i % 2 === 0 ? '/health' : '/health/ready')));
    expect(answers.every(({ status }) => status === 200)).to.equal(true);
    expect(looks).to.be.at.most(1 + Math.floor((performance.now() - begun) / 1_000));
  });

  it('is answered in time when a check hangs, which is not begun again until it has ended', async () => {
    let looks = 0;
    const { promise: hanging, resolve: release } = Promise.withResolvers<void>();
    const ask = await at({
      database: () => {
        looks += 1;
        return looks === 1 ? hanging : works();
      },
    });
    const begun = performance.now();
    expect((await ask('/health')).status).to.equal(503);
    expect(performance.now() - begun).to.be.at.least(900);
    // Longer than an answer is kept, so that nothing but the check under way keeps it from being begun again.
    await delay(1_050);
    expect((await ask('/health/ready')).status).to.equal(503);
    expect(looks).to.equal(1);
    release();
    await eventually(async () => expect((await ask('/health')).status).to.equal(200));
    expect(looks).to.equal(2);
  });
});
