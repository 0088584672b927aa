import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.ts';
import { type LateServer, startLateServer } from '../support/late-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { createTestVhost, type TestVhost } from '../support/rabbitmq.ts';
import { startService } from '../support/start-service.ts';

const nowhere = 'http://127.0.0.1:1';

describe('A service that is started before what it needs', function () {
  let database: TestDatabase, vhost: TestVhost;
  const late: LateServer[] = [];

  before(async () => {
    [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  });

  after(async () => {
    await Promise.all(late.map((server) => server.stop()));
    await Promise.all([database.drop(), vhost.delete()]);
  });

  const lateServer = async (url: string) => {
    const server = await startLateServer(url);
    late.push(server);
    return server;
  };

  /** Tries more than once, is not ready meanwhile, and is ready when its server has come. */
  async function waitsFor(server: LateServer, name: string, environment: Record<string, string>): Promise<void> {
    let isReady = false;
    const starting = startService(name, { JWKS_URL: nowhere, CAMUNDA_URL: nowhere, ...environment });
    starting.then(
      () => {
        isReady = true;
      },
      () => {},
    );
    await eventually(() => expect(server.turnedAway()).to.be.above(2));
    expect(isReady).to.equal(false);
    server.open();
    expect(await (await starting).stop()).to.equal(0);
  }

  it('waits for its PostgreSQL', async () => {
    const postgres = await lateServer(database.url);
    await waitsFor(postgres, 'pricing-service', { DATABASE_URL: postgres.url, RABBITMQ_URL: vhost.url });
  });

  it('waits for its MongoDB', async () => {
    const mongodb = await lateServer(`${process.env['MONGODB_URL']!.replace(/\/[^/]*$/, '')}/test-store-${randomUUID()}`);
    await waitsFor(mongodb, 'store-service', {
      MONGODB_URL: mongodb.url,
      RABBITMQ_URL: vhost.url,
      ELASTICSEARCH_URL: nowhere,
      CLIENT_ID: 'store-service',
      CLIENT_SECRET: 'secret',
      ...Object.fromEntries(
        ['IDENTITY', 'CHARACTERISTIC', 'SPECIFICATION', 'PRICING', 'OFFERING'].map((one) => [`${one}_SERVICE_URL`, nowhere]),
      ),
    });
  });

  it('serves without the broker, and finds it when it comes', async () => {
    const broker = await lateServer(vhost.url);
    const service = await startService('pricing-service', {
      JWKS_URL: nowhere,
      CAMUNDA_URL: nowhere,
      DATABASE_URL: database.url,
      RABBITMQ_URL: broker.url,
    });
    const brokerState = async () => ((await (await fetch(`${service.url}/health`)).json()) as { message_broker: string }).message_broker;
    await eventually(() => expect(broker.turnedAway()).to.be.above(1));
    expect(await brokerState()).to.equal('disconnected');
    broker.open();
    await eventually(async () => expect(await brokerState()).to.equal('connected'));
    expect(await service.stop()).to.equal(0);
  });
});
