/** Nobody asks another process while a transaction is open, however deep in what the transaction calls. */
import { createClient, type ServiceClient } from '@catalog/http/client';
import { connect } from '@catalog/postgres';
import { createCamunda, createSchedules, deployProcess } from '@catalog/saga-worker';
import { expect } from 'chai';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';

describe('an open transaction', () => {
  let own: TestDatabase,
    database: Awaited<ReturnType<typeof connect>>,
    asked = 0,
    client: ServiceClient;
  const server = createServer((_, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end('[]');
  });

  before(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = createClient('pricing service', url());
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await client.close();
    await database.end();
    await own.drop();
  });

  beforeEach(() => {
    asked = 0;
  });

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const calls: Record<string, () => Promise<unknown>> = {
    'a read of another service': () => client.get('/prices', {}),
    'a write to another service': () => client.post('/prices', { body: {} }),
    'a deployment': () => deployProcess(url(), new URL('../../../bpmn/offering-schedule.bpmn', import.meta.url)),
    'the start of a saga': () =>
      createCamunda(url()).start({
        offeringId: '1',
        offeringVersion: 1,
        sagaId: '1',
        specificationIds: [],
        pricingIds: [],
        correlationId: '1',
        traceContext: {},
        deadline: 'PT1S',
      }),
    'the status of a saga': () => createCamunda(url()).status('1'),
    'the cancelling of a saga': () => createCamunda(url()).cancel('1'),
    'the steps of a saga': () => createCamunda(url()).steps('1'),
    'the end of a schedule': () => createSchedules(url()).end('1'),
  };

  for (const [name, call] of Object.entries(calls)) {
    it(`refuses ${name}, and lets it through before and after`, async () => {
      await call();
      expect(asked).to.be.above(0);
      asked = 0;
      const inside = () =>
        Promise.resolve()
          .then(call)
          .then(
            () => 'asked',
            (error: Error) => error.message,
          );
      expect(await database.transaction(inside)).to.contain('in an open transaction');
      expect(await database.transaction((tx) => tx.transaction(inside))).to.contain('in an open transaction');
      expect(asked).to.equal(0);
      await call();
      expect(asked).to.be.above(0);
    });
  }

  it('does not hold back what it began and did not wait for', async () => {
    const ended = Promise.withResolvers<void>();
    const later = await database.transaction(async () => ({ answer: ended.promise.then(calls['the status of a saga']) }));
    ended.resolve();
    expect(await later.answer).to.equal('lost');
  });
});
