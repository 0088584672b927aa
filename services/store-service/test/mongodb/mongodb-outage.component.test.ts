import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type CuttableProxy, startCuttableProxy } from '../../../../test/support/cuttable-proxy.ts';
import { publishEvent } from '../../../../test/support/events.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../../test/support/rabbitmq.ts';
import type { RunningService } from '../../../../test/support/start-service.ts';
import { smallCatalog } from '../support/small-catalog.ts';
import { startStore } from '../support/start-store.ts';
import { createStoreDatabase, type StoreDatabase } from '../support/store-database.ts';

describe('The store service without MongoDB', () => {
  let store: StoreDatabase, vhost: TestVhost, link: CuttableProxy, service: RunningService;

  before(async function () {
    [store, vhost] = await Promise.all([createStoreDatabase(), createTestVhost()]);
    link = await startCuttableProxy(store.mongodbUrl);
    service = await startStore(store, { MONGODB_URL: link.url, RABBITMQ_URL: vhost.url });
  });

  after(async () => {
    await service.stop();
    await Promise.all([store.drop(), vhost.delete(), link.restore().then(link.cut)]);
  });

  const read = async (path: string) => {
    const response = await fetch(`${service.url}/api/v1/store/${path}`);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as { total?: number; error?: { code: string } },
    };
  };
  const offering = (name: string) => ({ ...smallCatalog().offering, name, specification_ids: [], pricing_ids: [], category_ids: [] });

  it('tells who reads to come back, and shows what happened meanwhile once it is there again', async function () {
    const [before, meanwhile] = [offering(`Before ${randomUUID()}`), offering(`Meanwhile ${randomUUID()}`)];
    await publishEvent(vhost.url, 'OfferingPublished', before);
    await eventually(async () => expect((await read(`offerings/${before.id}`)).status).to.equal(200));
    await link.cut();
    await publishEvent(vhost.url, 'OfferingPublished', meanwhile);
    await publishEvent(vhost.url, 'OfferingRetired', { ...before, lifecycle_status: 'RETIRED', version: 4 });
    await eventually(() => expect(service.logged.some(({ message }) => message === 'An event waits for MongoDB')).to.equal(true));
    for (const path of ['search?query=meanwhile', 'offerings', `offerings/${before.id}`, 'suggest?q=mean']) {
      const { status, retryAfter, body } = await read(path);
      expect(status, path).to.equal(503);
      expect(retryAfter).to.match(/^\d+$/);
      expect(body.error?.code).to.equal('SERVICE_UNAVAILABLE');
    }
    await link.restore();
    await eventually(async () => expect((await read(`offerings/${meanwhile.id}`)).status).to.equal(200));
    await eventually(async () => expect((await read(`offerings/${before.id}`)).status).to.equal(404));
    expect(service.logged.some(({ message }) => message === 'Event could not be handled')).to.equal(false);
  });
});
