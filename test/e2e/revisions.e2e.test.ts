/** An offering that is changed while customers look at it: each sees one revision of it or the next, and never anything between. */
import { type Catalog, startCatalog } from '@catalog/local-runtime';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type CuttableProxy, startCuttableProxy } from '../support/cuttable-proxy.ts';
import { eventually } from '../support/eventually.ts';

type Seen = { status: number; name: string; revision: number; values: number[]; categories: string[] };

const READS_A_SECOND = 20;

describe('An offering with revisions', function () {
  const home = '.catalog/test/revisions';
  const mark = randomUUID();
  let mongodb: CuttableProxy, catalog: Catalog, gateway: string, token: string;
  let offering: string, specification: string, prices: string[], categories: string[];

  before(async () => {
    await rm(home, { recursive: true, force: true });
    mongodb = await startCuttableProxy(`${process.env['MONGODB_URL']!.replace(/\/[^/]*$/, '')}/revisions-store`);
    catalog = await startCatalog({
      home,
      portBase: 0,
      extraEnvironment: {
        MONGODB_URL: mongodb.url,
        SEARCH_INDEX: 'revisions-offerings',
        PUBLICATION_DEADLINE_SECONDS: '15',
        RATE_LIMIT_PER_MINUTE: '100000',
      },
    });
    gateway = catalog.endpoints.services['api-gateway']!.url;
    token = (await call('POST', 'auth/login', { username: 'admin', password: 'admin' })).body.access_token;
    const characteristic = await created('characteristics', { name: `Speed ${mark}`, value: '100', unit_of_measure: 'Mbps' });
    specification = await created('specifications', { name: `Fibre ${mark}`, characteristic_ids: [characteristic] });
    prices = await Promise.all(
      [50, 60].map((value) => created('prices', { name: `${value} ${mark}`, value, unit: 'per month', currency: 'USD' })),
    );
    categories = await Promise.all(['Internet', 'Home'].map((name) => created('categories', { name: `${name} ${mark}` })));
    offering = await created('offerings', content(0));
    await publish(`offerings/${offering}/publish`);
    await eventually(async () => expect(await seen()).to.eql(revisions[1]));
  });

  after(async () => {
    await catalog?.stop();
    await mongodb?.cut();
  });

  async function call(method: string, path: string, body?: object) {
    const response = await fetch(`${gateway}/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  async function created(path: string, body: object): Promise<string> {
    const answer = await call('POST', path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body.id as string;
  }

  const publish = async (path: string): Promise<void> => void expect((await call('POST', path, {})).status, path).to.equal(202);

  const names = [`As it was ${mark}`, `As it is ${mark}`];
  const content = (version: number) => ({
    name: names[version],
    specification_ids: [specification],
    pricing_ids: [prices[version]],
    category_ids: [categories[version]],
    sales_channels: ['online'],
  });
  const sight = (revision: number, version: number): Seen => ({
    status: 200,
    name: names[version]!,
    revision,
    values: [[50, 60][version]!],
    categories: [`${['Internet', 'Home'][version]} ${mark}`],
  });
  const revisions: Record<number, Seen> = { 1: sight(1, 0), 2: sight(2, 1), 3: sight(3, 0) };

  async function seen(): Promise<Seen> {
    const { status, body } = await call('GET', `store/offerings/${offering}`);
    return {
      status,
      name: body.name,
      revision: body.revision,
      values: body.pricing?.map(({ value }: { value: number }) => value),
      categories: body.categories?.map(({ name }: { name: string }) => name),
    };
  }

  it('is seen as it was, then as it is, by everybody who looks while its next revision is published', async () => {
    const sights: { began: number; ended: number; saw: Seen }[] = [];
    const looks: Promise<void>[] = [];
    const look = async () => {
      const began = performance.now();
      const saw = await seen();
      sights.push({ began, ended: performance.now(), saw });
    };
    const readers = setInterval(() => looks.push(look()), 1_000 / READS_A_SECOND);
    try {
      expect((await call('POST', `offerings/${offering}/revisions`, {})).status).to.equal(201);
      expect((await call('PUT', `offerings/${offering}/revisions/draft`, content(1))).status).to.equal(200);
      await publish(`offerings/${offering}/revisions/draft/publish`);
      await eventually(async () => expect(await seen()).to.eql(revisions[2]));
      const upToNow = sights.length;
      await eventually(() => expect(sights.length).to.be.greaterThan(upToNow + READS_A_SECOND));
    } finally {
      clearInterval(readers);
    }
    await Promise.all(looks);
    for (const { saw } of sights) expect(saw).to.be.deep.oneOf([revisions[1], revisions[2]]);
    const changed = Math.min(...sights.filter(({ saw }) => saw.revision === 2).map(({ ended }) => ended));
    expect(sights.filter(({ began, saw }) => began > changed && saw.revision === 1)).to.eql([]);
    expect((await call('GET', `offerings/${offering}/revisions/1`)).body).to.include({ lifecycle_status: 'SUPERSEDED', name: names[0] });
  });

  it('stays as it is when the publication of its next revision fails', async () => {
    expect((await call('POST', `offerings/${offering}/revisions`, { from: 1 })).status).to.equal(201);
    await mongodb.cut();
    await publish(`offerings/${offering}/revisions/3/publish`);
    const failed = await eventually(async () => {
      const { body } = await call('GET', `offerings/${offering}`);
      expect(body.next_revision).to.have.nested.include({ lifecycle_status: 'DRAFT' });
      return body;
    });
    await mongodb.restore();
    expect(failed).to.deep.include({ lifecycle_status: 'PUBLISHED', revision: 2, last_publication_error: null });
    expect(failed.next_revision.last_publication_error.code).to.be.oneOf(['STEP_FAILED', 'PUBLICATION_TIMED_OUT']);
    await eventually(async () => expect(await seen()).to.eql(revisions[2]));
    for (const price of prices) {
      await eventually(async () => expect((await call('GET', `prices/${price}`)).body).to.include({ locked: false }));
    }
  });

  it('comes back under its own address once it was retired', async () => {
    expect((await call('POST', `offerings/${offering}/retire`, {})).status).to.equal(200);
    await eventually(async () => expect((await call('GET', `store/offerings/${offering}`)).status).to.equal(404));
    await publish(`offerings/${offering}/revisions/draft/publish`);
    await eventually(async () => expect(await seen()).to.eql(revisions[3]));
    expect((await call('GET', `offerings/${offering}`)).body).to.include({ id: offering, lifecycle_status: 'PUBLISHED', retired_at: null });
  });
});
