import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { type CuttableProxy, startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { publishEvent } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import type { RunningService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { type CatalogOwners, startCatalogOwners } from './support/catalog-owners.ts';
import { retired, type SmallCatalog, smallCatalog } from './support/small-catalog.ts';
import { startStore } from './support/start-store.ts';
import { createStoreDatabase, type StoreDatabase } from './support/store-database.ts';

/** Offerings that must be seen all the time. */
const COUNT = 40;

describe('The store service', () => {
  let store: StoreDatabase, vhost: TestVhost, issuer: TokenIssuer, owners: CatalogOwners, link: CuttableProxy, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];

  before(async function () {
    [store, vhost, issuer] = await Promise.all([createStoreDatabase(), createTestVhost(), startTokenIssuer()]);
    [owners, link] = await Promise.all([startCatalogOwners(issuer), startCuttableProxy(store.elasticsearchUrl)]);
    service = await startStore(store, {
      ELASTICSEARCH_URL: link.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      IDENTITY_SERVICE_URL: owners.url,
      CHARACTERISTIC_SERVICE_URL: owners.url,
      SPECIFICATION_SERVICE_URL: owners.url,
      PRICING_SERVICE_URL: owners.url,
      OFFERING_SERVICE_URL: owners.url,
    });
    ({ call, untested } = apiClient(service.url, api, issuer));
    await eventually(async () => expect((await call('searchStore')).body).not.to.have.property('degraded'));
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([store.drop(), vhost.delete(), issuer.stop(), owners.stop(), link.cut()]);
  });

  /** Published under a name of its own, and found by it. */
  async function published(): Promise<SmallCatalog & { name: string }> {
    const name = `Offering ${randomUUID().replaceAll('-', '')}`;
    const catalog = smallCatalog();
    const offering = { ...catalog.offering, name };
    owners.things.push({ ...catalog, offering });
    await publishEvent(vhost.url, 'OfferingPublished', offering);
    await eventually(async () => expect((await found(name)).total).to.equal(1));
    return { ...catalog, offering, name };
  }

  const found = async (name: string) => (await call('searchStore', { query: { query: name } })).body;

  it('shows an offering once it is published, until it is retired', async () => {
    const { offering, name, specification, price } = await published();
    const { status, body, headers } = await call('getStoreOffering', { params: { id: offering.id } });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ id: offering.id, name, lifecycle_status: 'PUBLISHED', sales_channels: ['online'] });
    expect(body.specifications[0]).to.include({ id: specification.id, name: specification.name });
    expect(body.pricing).to.eql([{ id: price.id, name: price.name, value: 24.99, currency: 'USD', unit: 'per month' }]);
    expect((await call('getStoreOffering', { params: { id: offering.id } })).headers.get('etag')).to.equal(headers.get('etag'));
    await publishEvent(vhost.url, 'OfferingRetired', retired(offering));
    await eventually(async () => expect((await call('getStoreOffering', { params: { id: offering.id } })).status).to.equal(404));
    await eventually(async () => expect((await found(name)).total).to.equal(0));
  });

  it('follows the price of what it shows', async () => {
    const { offering, price } = await published();
    const read = () => call('getStoreOffering', { params: { id: offering.id } });
    const before = await read();
    await publishEvent(vhost.url, 'PriceUpdated', { ...price, value: 19.5, version: 2 });
    await eventually(async () => expect((await read()).body.pricing[0].value).to.equal(19.5));
    expect((await read()).headers.get('etag')).not.to.equal(before.headers.get('etag'));
  });

  it('lists and searches alike, with facets and links', async () => {
    const { name, category } = await published();
    const query = {
      query: name,
      category: [category.id],
      characteristic: ['Speed:>50Mbps', 'Speed:<=0.1Gbps'],
      min_price: 20,
      max_price: 24.99,
      channel: 'online',
      page_size: 1,
    };
    const list = await call('listStoreOfferings', { query });
    const search = await call('searchStore', { query });
    expect(list.body).to.eql(search.body);
    expect(list.body).to.deep.include({ total: 1, page: 1, page_size: 1 });
    expect(list.body.facets.price_ranges[0]).to.eql({
      range: '0-50',
      from: 0,
      to: 50,
      count: 1,
      filter: 'min_price=0&max_price=49.99&currency=USD',
    });
    expect(list.body.facets.attributes).to.eql([
      {
        attribute: 'Speed',
        unit_of_measure: 'Mbps',
        min: 100,
        max: 100,
        values: [{ value: '100', unit_of_measure: 'Mbps', count: 1, filter: 'characteristic=Speed:=100Mbps' }],
      },
    ]);
    expect(list.body.facets.channels).to.eql([{ channel: 'online', count: 1, filter: 'channel=online' }]);
    expect(list.body.facets.categories).to.eql([
      { id: category.id, name: category.name, count: 1, filter: `category=${category.id}`, children: [] },
    ]);
    expect(list.headers.get('link')).to.match(/^<\/api\/v1\/store\/offerings\?.*characteristic=Speed.*rel="first"/);
  });

  it('suggests names while somebody types', async () => {
    const { name, offering } = await published();
    const { status, body } = await call('suggestStoreOfferings', { query: { q: name.slice(0, 20) } });
    expect(status).to.equal(200);
    expect(body.suggestions).to.eql([{ id: offering.id, name, highlighted: `<em>Offering</em> <em>${name.slice(9)}</em>` }]);
    expect((await call('suggestStoreOfferings', { query: { q: '' } })).body.error).to.have.nested.include({
      code: 'VALIDATION_ERROR',
      'details.field': 'q',
    });
  });

  it('shows with an offering which others resemble it', async () => {
    const [first, second] = [await published(), await published()];
    const { body } = await call('getStoreOffering', { params: { id: first.offering.id } });
    expect(body.related).to.deep.include({
      id: second.offering.id,
      name: second.name,
      shared_attributes: ['Speed'],
      pricing: [{ id: second.price.id, name: second.price.name, value: 24.99, currency: 'USD', unit: 'per month' }],
    });
  });

  it('lets caches ask whether something has changed', async () => {
    const { offering, name, price } = await published();
    const reads = [`offerings/${offering.id}`, `search?query=${name}`, `suggest?q=${name}`].map((path) => async (tag?: string) => {
      const response = await fetch(`${service.url}/api/v1/store/${path}`, {
        headers: { 'cache-control': 'max-age=0', ...(tag !== undefined && { 'if-none-match': tag }) },
      });
      return {
        status: response.status,
        text: await response.text(),
        tag: response.headers.get('etag') ?? '',
        cached: response.headers.get('cache-control'),
      };
    });
    for (const read of reads) {
      const { tag, cached } = await read();
      expect(cached).to.equal('public, max-age=1, must-revalidate');
      expect(await read(tag)).to.include({ status: 304, text: '', tag });
      expect(await read('"other"')).to.include({ status: 200 });
    }
    const { tag } = await reads[0]!();
    await publishEvent(vhost.url, 'PriceUpdated', { ...price, value: 19.5, version: 2 });
    await eventually(async () => expect(await reads[0]!(tag)).to.include({ status: 200 }));
  });

  it('takes the operators as people type them into an address', async () => {
    const { name } = await published();
    const response = await fetch(`${service.url}/api/v1/store/offerings?query=${name}&characteristic=Speed:>50Mbps`);
    expect(await response.json()).to.include({ total: 1 });
  });

  it('goes from page to page by cursor', async () => {
    const { name, offering } = await published();
    await publishEvent(vhost.url, 'OfferingPublished', { ...offering, id: randomUUID() });
    await eventually(async () => expect((await found(name)).total).to.equal(2));
    const first = await call('searchStore', { query: { query: name, page_size: 1, sort: 'price' } });
    const second = await call('searchStore', { query: { query: name, page_size: 1, sort: 'price', cursor: first.body.next_cursor } });
    expect(second.body).to.include({ page: 2, total: 2 });
    expect(second.body).not.to.have.property('next_cursor');
    expect(second.body.items[0].id).not.to.equal(first.body.items[0].id);
  });

  it('goes on with no cursor but its own, and in the same search only; nobody else notices who tries', async () => {
    const { name, offering } = await published();
    await publishEvent(vhost.url, 'OfferingPublished', { ...offering, id: randomUUID() });
    await eventually(async () => expect((await found(name)).total).to.equal(2));
    const query = { query: name, page_size: 1 };
    const cursor: string = (await call('searchStore', { query })).body.next_cursor;
    const byHand = { sort: 'relevance', currency: 'USD', value: 1, id: randomUUID(), shown: 20_000, engine: 'mongodb' };
    const attempts = [
      { ...query, cursor: Buffer.from(JSON.stringify(byHand)).toString('base64url') },
      { ...query, cursor: `${cursor}x` },
      { ...query, query: 'mobile', cursor },
      { ...query, sort: 'name', cursor },
      { ...query, currency: 'EUR', cursor },
    ];
    for (const attempt of attempts) {
      const { status, body } = await call('searchStore', { query: attempt });
      expect(status, JSON.stringify(body)).to.equal(400);
      expect(body.error).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'cursor' } });
      expect(await found(name)).not.to.have.property('degraded');
    }
    expect((await call('searchStore', { query: { ...query, cursor } })).body.items).to.have.length(1);
  });

  const faults: [field: string, query: Record<string, string | string[]>][] = [
    ['characteristic', { characteristic: 'Speed' }],
    ['characteristic', { characteristic: ['Speed:>50Mbps', 'Speed:>fast'] }],
    ['characteristic', { characteristic: 'Speed:>50Mbps|oops' }],
    ['min_price', { min_price: '-1' }],
    ['min_price', { min_price: 'cheap' }],
    ['min_price', { min_price: '10', max_price: '5' }],
    ['currency', { currency: 'GBP' }],
    ['sort', { sort: 'weight' }],
    ['page', { page: '0' }],
    ['page', { page: '1000000' }],
    ['page_size', { page_size: '101' }],
    ['cursor', { cursor: 'abc' }],
    ['cursor', { cursor: Buffer.from('{"sort":"name"}').toString('base64url') }],
    ['colour', { colour: 'red' }],
  ];
  it('names the place where a comparison cannot be read', async () => {
    const { body } = await call('searchStore', { query: { characteristic: 'Speed:>50Mbps|Latency:<1 fortnight' } });
    expect(body.error.details).to.eql({ field: 'characteristic', value: 'Speed:>50Mbps|Latency:<1 fortnight', position: 25 });
  });

  for (const [field, query] of faults) {
    it(`refuses to search by ${JSON.stringify(query)}`, async () => {
      for (const operation of ['searchStore', 'listStoreOfferings'] as const) {
        const { status, body } = await call(operation, { query });
        expect(status).to.equal(400);
        expect(body.error).to.have.nested.include({ code: 'VALIDATION_ERROR', 'details.field': field });
      }
    });
  }

  it('knows only what is published', async () => {
    expect((await call('getStoreOffering', { params: { id: randomUUID() } })).body.error.code).to.equal('NOT_FOUND');
    expect((await call('getStoreOffering', { params: { id: 'seven' } })).status).to.equal(400);
  });

  it('needs no token, but refuses one that is not valid', async () => {
    expect((await call('searchStore', { as: 'USER' })).status).to.equal(200);
    expect((await call('searchStore', { headers: { authorization: 'Bearer a.b.c' } })).status).to.equal(401);
  });

  it('answers from MongoDB while Elasticsearch is gone, and mends by itself', async () => {
    const { offering, name, price } = await published();
    await link.cut();
    const query = { query: name, characteristic: 'Speed:>50Mbps' };
    const { body } = await call('searchStore', { query });
    expect(body).to.include({ degraded: true, total: 1 });
    expect(body.facets.price_ranges[0]).to.include({ count: 1 });
    await publishEvent(vhost.url, 'PriceUpdated', { ...price, value: 60, version: 2 });
    await eventually(async () => expect((await call('searchStore', { query: { ...query, min_price: 50 } })).body.total).to.equal(1));
    expect(await (await fetch(`${service.url}/health`)).json()).to.have.nested.include({
      status: 'degraded',
      'dependencies.elasticsearch': 'unhealthy',
    });
    expect((await fetch(`${service.url}/health/ready`)).status).to.equal(200);
    await link.restore();
    await eventually(async () => {
      const mended = (await call('searchStore', { query: { ...query, min_price: 50 } })).body;
      expect(mended).not.to.have.property('degraded');
      expect(mended.items.map(({ id }: { id: string }) => id)).to.eql([offering.id]);
    });
  });

  it('never fails a search while Elasticsearch comes and goes, and finds what was published meanwhile', async function () {
    const seen: { status: number; degraded: boolean; ms: number }[] = [];
    const asking = new AbortController();
    const traffic = (async () => {
      for (const pending: Promise<void>[] = []; ; await delay(1_000 / 20)) {
        if (asking.signal.aborted) return Promise.all(pending);
        const begun = performance.now();
        pending.push(
          call('searchStore', { query: { query: 'offering' } }).then(({ status, body }) => {
            seen.push({ status, degraded: body.degraded === true, ms: performance.now() - begun });
          }),
        );
      }
    })();
    const asked = (many: number, degraded: boolean) => {
      const from = seen.length;
      return eventually(() => expect(seen.slice(from).filter((one) => one.degraded === degraded).length).to.be.at.least(many));
    };
    await asked(20, false);
    for (const fail of [() => link.cut(), async () => link.hang()]) {
      await fail();
      await asked(40, true);
      const name = `Meanwhile ${randomUUID().replaceAll('-', '')}`;
      await publishEvent(vhost.url, 'OfferingPublished', { ...smallCatalog().offering, name, specification_ids: [], pricing_ids: [] });
      await eventually(async () => expect(await found(name)).to.include({ total: 1, degraded: true }));
      await link.restore();
      await eventually(async () => {
        const after = await found(name);
        expect(after).to.include({ total: 1 });
        expect(after).not.to.have.property('degraded');
      });
      await asked(20, false);
    }
    asking.abort();
    await traffic;
    expect(new Set(seen.map(({ status }) => status))).to.eql(new Set([200]));
  });

  it('asked the owners with its own token, and only for what it missed', () => {
    expect(new Set(owners.asked)).to.eql(
      new Set(['/api/v1/specifications', '/api/v1/prices', '/api/v1/categories', '/api/v1/characteristics']),
    );
  });

  const ended = (id: string) =>
    eventually(async () => {
      expect((await call('getRebuild', { as: 'ADMIN', params: { id } })).body).to.include({ status: 'COMPLETED', error: null });
    });

  it('is made anew for an ADMIN, who can watch it', async () => {
    const { offering } = await published();
    await store.database.collection<{ _id: string }>('published_offerings').deleteOne({ _id: offering.id });
    for (const operation of ['startRebuild', 'startRepair', 'getRebuild', 'getDrift'] as const) {
      const params = { id: randomUUID() };
      expect((await call(operation, { params })).status).to.equal(401);
      expect((await call(operation, { as: 'USER', params })).status).to.equal(403);
    }
    const { status, body, headers } = await call('startRebuild', { as: 'ADMIN' });
    expect(status).to.equal(202);
    expect(headers.get('location')).to.equal(`/api/v1/store/rebuilds/${body.id}`);
    await ended(body.id);
    expect((await call('getStoreOffering', { params: { id: offering.id } })).status).to.equal(200);
    expect((await call('getRebuild', { as: 'ADMIN', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('tells an ADMIN where it differs from the catalog, and mends that', async () => {
    const { offering } = await published();
    const drift = async () => (await call('getDrift', { as: 'ADMIN' })).body;
    await store.database.collection<{ _id: string }>('published_offerings').deleteOne({ _id: offering.id });
    const { documents } = await drift();
    expect(documents.differences).to.deep.include({ id: offering.id, problem: 'MISSING', expected_version: 3, version: null });
    const { status, body, headers } = await call('startRepair', { as: 'ADMIN' });
    expect(status).to.equal(202);
    expect(body).to.include({ scope: 'DRIFT' });
    expect(headers.get('location')).to.equal(`/api/v1/store/rebuilds/${body.id}`);
    await ended(body.id);
    expect((await call('getStoreOffering', { params: { id: offering.id } })).status).to.equal(200);
    expect((await drift()).documents.differences.map(({ id }: { id: string }) => id)).not.to.include(offering.id);
    await link.cut();
    expect((await call('getDrift', { as: 'ADMIN' })).body.error).to.include({ code: 'SERVICE_UNAVAILABLE' });
    await link.restore();
    await eventually(async () => expect((await call('searchStore')).body).not.to.have.property('degraded'));
  });

  it('shows no fewer while it is rebuilt under 20 requests a second', async function () {
    const name = `Rebuilt ${randomUUID().replaceAll('-', '')}`;
    const catalogs = Array.from({ length: COUNT }, () => {
      const catalog = smallCatalog();
      return { ...catalog, offering: { ...catalog.offering, name } };
    });
    owners.things.push(...catalogs);
    for (const { offering } of catalogs) await publishEvent(vhost.url, 'OfferingPublished', offering);
    await eventually(async () => expect((await found(name)).total).to.equal(COUNT));

    const answers: Promise<{ status: number; total: number; items: number }>[] = [];
    const ask = async () => {
      const { status, body } = await call('searchStore', { query: { query: name, page_size: COUNT } });
      return { status, total: body.total, items: body.items.length };
    };
    const load = setInterval(() => answers.push(ask()), 1_000 / 20);
    for (let round = 0; round < 2 || answers.length < 60; round++) {
      const { body } = await call('startRebuild', { as: 'ADMIN' });
      await ended(body.id);
    }
    clearInterval(load);
    expect(new Set((await Promise.all(answers)).map((answer) => JSON.stringify(answer)))).to.eql(
      new Set([JSON.stringify({ status: 200, total: COUNT, items: COUNT })]),
    );
  });

  it('says how it is', async () => {
    await eventually(async () => {
      expect(await (await fetch(`${service.url}/health`)).json()).to.eql({
        status: 'degraded',
        database: 'connected',
        message_broker: 'connected',
        dependencies: { elasticsearch: 'healthy', camunda: 'unhealthy' },
      });
    });
    expect(await (await fetch(service.metricsUrl)).text()).to.contain('store_event_lag_seconds_bucket');
  });

  it('has a test for every operation', () => expect(untested()).to.eql([]));
});
