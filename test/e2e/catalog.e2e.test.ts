import { type Catalog, runJourney, startCatalog } from '@catalog/local-runtime';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { runCatalog } from '../../packages/cli/test/run-catalog.ts';
import { type CuttableProxy, startCuttableProxy } from '../support/cuttable-proxy.ts';
import { eventually } from '../support/eventually.ts';

describe('The whole catalog', function () {
  const home = '.catalog/test/e2e';
  let mongodb: CuttableProxy, catalog: Catalog, gateway: string, token: string;

  before(async () => {
    await rm(home, { recursive: true, force: true });
    mongodb = await startCuttableProxy(`${process.env['MONGODB_URL']!.replace(/\/[^/]*$/, '')}/e2e-store`);
    catalog = await startCatalog({
      home,
      portBase: 0,
      extraEnvironment: { MONGODB_URL: mongodb.url, SEARCH_INDEX: 'e2e-offerings', PUBLICATION_DEADLINE_SECONDS: '15' },
    });
    gateway = catalog.endpoints.services['api-gateway']!.url;
    token = (await call('POST', '/api/v1/auth/login', { username: 'admin', password: 'admin' })).body.access_token;
  });

  after(async () => {
    await catalog?.stop();
    await mongodb?.cut();
  });

  async function call(method: string, path: string, body?: object) {
    const response = await fetch(gateway + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  const created = async (path: string, body: object) => {
    const answer = await call('POST', path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body;
  };

  async function aDraft() {
    const mark = randomUUID();
    const characteristic = await created('/api/v1/characteristics', {
      name: `Speed ${mark}`,
      attribute: 'Speed',
      value: '100',
      unit_of_measure: 'Mbps',
    });
    const specification = await created('/api/v1/specifications', { name: `Fibre ${mark}`, characteristic_ids: [characteristic.id] });
    const price = await created('/api/v1/prices', { name: `Monthly ${mark}`, value: 50, unit: 'per month', currency: 'USD' });
    const offering = await created('/api/v1/offerings', {
      name: `Home Fibre ${mark}`,
      specification_ids: [specification.id],
      pricing_ids: [price.id],
      sales_channels: ['online'],
    });
    return { characteristic, specification, price, offering };
  }

  it('takes an offering from its first characteristic to the store, and out of it again', async () => {
    const steps: string[] = [];
    const { visibleMs } = await runJourney({ gateway, admin: { username: 'admin', password: 'admin' }, say: (line) => steps.push(line) });
    expect(steps).to.have.lengthOf(10);
    expect(visibleMs).to.be.above(0);
  });

  it('gives an offering in full: its specifications, their characteristics, its prices', async () => {
    const { characteristic, specification, price, offering } = await aDraft();
    const { status, body } = await call('GET', `/api/v1/catalog/offerings/${offering.id}/full`);
    expect(status).to.equal(200);
    expect(body).to.deep.include({ id: offering.id, partial: false, unavailable: [] });
    expect(body.prices).to.eql([price]);
    expect(body.specifications[0]).to.deep.include({ id: specification.id, characteristics: [characteristic] });
  });

  it('shows a change of what a published offering refers to', async () => {
    const { characteristic, specification, price, offering } = await aDraft();
    expect((await call('POST', `/api/v1/offerings/${offering.id}/publish`, {})).body.status).to.equal('PUBLISHING');
    await eventually(async () => expect((await call('GET', `/api/v1/store/offerings/${offering.id}`)).status).to.equal(200));
    await call('PUT', `/api/v1/characteristics/${characteristic.id}`, {
      name: characteristic.name,
      attribute: 'Speed',
      value: '2',
      unit_of_measure: 'Gbps',
    });
    await eventually(async () => {
      expect(
        (await call('PUT', `/api/v1/prices/${price.id}`, { name: price.name, value: 60, unit: 'per month', currency: 'USD' })).status,
      ).to.equal(200);
    });
    await eventually(async () => {
      const query = new URLSearchParams({ query: offering.name, min_price: '60', characteristic: 'Speed:>=2000Mbps' });
      const { body } = await call('GET', `/api/v1/store/search?${query.toString()}`);
      expect(body.items.map(({ id }: { id: string }) => id)).to.eql([offering.id]);
    });
    for (const path of [
      `/api/v1/characteristics/${characteristic.id}`,
      `/api/v1/specifications/${specification.id}`,
      `/api/v1/prices/${price.id}`,
      `/api/v1/offerings/${offering.id}`,
    ]) {
      expect((await call('DELETE', path)).status, path).to.equal(409);
    }
  });

  it('takes in a catalog from a file, publishes it, and shows nothing but that after a rebuild', async () => {
    const mark = randomUUID();
    const rows = [
      { kind: 'characteristic', name: `Speed ${mark}`, attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' },
      { kind: 'price', name: `Monthly ${mark}`, value: 50, unit: 'per month', currency: 'USD' },
      { kind: 'specification', name: `Fibre ${mark}`, characteristics: [`Speed ${mark}`] },
      {
        kind: 'offering',
        external_id: mark,
        name: 'Imported',
        specifications: [`Fibre ${mark}`],
        prices: [`Monthly ${mark}`],
        sales_channels: ['online'],
        lifecycle_status: 'PUBLISHED',
      },
      {
        kind: 'offering',
        external_id: `${mark}-2`,
        name: 'Priceless',
        specifications: [`Fibre ${mark}`],
        sales_channels: ['online'],
        lifecycle_status: 'PUBLISHED',
      },
    ].map((row) => JSON.stringify(row));
    const operate = (words: string[], input?: string) => runCatalog(words, { CATALOG_URL: gateway, CATALOG_TOKEN: token }, input);
    const imported = await operate(['import', '-', '--publish'], rows.join('\n'));
    expect(imported.code, imported.stderr).to.equal(1);
    expect(imported.stdout)
      .to.contain('line 4: created offering "Imported"')
      .and.contain('line 5: failed offering "Priceless" NOT_PUBLISHABLE (pricing_ids)');
    const again = await operate(['import', '-', '--publish'], rows.slice(0, -1).join('\n'));
    expect(again, again.stdout).to.deep.include({ code: 0, stderr: '4 rows: 0 created, 0 updated, 4 unchanged, 0 failed\n' });
    const exported = (await operate(['export'])).stdout.split('\n');
    expect(exported.find((line) => line.includes(`"external_id":"${mark}"`))).to.contain('"lifecycle_status":"PUBLISHED"');
    const rebuilt = await operate(['store', 'rebuild']);
    expect(rebuilt.code, rebuilt.stderr).to.equal(0);
    const drift = await operate(['store', 'drift']);
    expect(drift.code, drift.stdout).to.equal(0);
  });

  it('undoes a publication whose store step fails: a draft with a reason, no lock, nothing in the store', async () => {
    const { price, offering } = await aDraft();
    await mongodb.cut();
    const {
      body: { saga_id },
    } = await call('POST', `/api/v1/offerings/${offering.id}/publish`, {});
    const draft = await eventually(async () => {
      const { body } = await call('GET', `/api/v1/offerings/${offering.id}`);
      expect(body.lifecycle_status).to.equal('DRAFT');
      return body;
    });
    await mongodb.restore();
    expect(draft.last_publication_error).to.deep.include({ saga_id });
    expect(draft.last_publication_error.code).to.be.oneOf(['STEP_FAILED', 'PUBLICATION_TIMED_OUT']);
    expect(draft.last_publication_error.message).to.match(/\w/);
    await eventually(async () =>
      expect((await call('GET', `/api/v1/prices/${price.id}`)).body).to.deep.include({ locked: false, locked_by_saga_ids: [] }),
    );
    await eventually(async () => expect((await call('GET', `/api/v1/store/offerings/${offering.id}`)).status).to.equal(404));
    expect((await call('POST', `/api/v1/offerings/${offering.id}/publish`, {})).status).to.equal(202);
    await eventually(async () => expect((await call('GET', `/api/v1/store/offerings/${offering.id}`)).status).to.equal(200));
  });
});
