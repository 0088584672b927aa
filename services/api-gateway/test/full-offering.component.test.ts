import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { eventually } from '../../../test/support/eventually.ts';
import { openStage, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('An offering in full', () => {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'];

  before(async function () {
    stage = await openStage({ CIRCUIT_OPEN_MS: '300' });
    ({ stubs, call } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  const [speed, data, fibre, mobile, monthly] = Array.from({ length: 5 }, () => ({ id: randomUUID() }));
  const specifications = [
    { ...fibre!, name: 'Fibre', characteristic_ids: [speed!.id, data!.id] },
    { ...mobile!, name: 'Mobile', characteristic_ids: [data!.id] },
  ];
  const offering = {
    id: randomUUID(),
    name: 'Home Fibre',
    specification_ids: [mobile!.id, fibre!.id],
    pricing_ids: [monthly!.id],
    lifecycle_status: 'DRAFT',
  };
  const path = `/api/v1/catalog/offerings/${offering.id}/full`;

  /** A list that takes `id` as the services do. */
  const listOf =
    (things: { id: string }[]): RequestListener =>
    (request, response) => {
      const ids = new URL(request.url!, 'http://x').searchParams.getAll('id');
      json(JSON.stringify({ items: things.filter(({ id }) => ids.includes(id)) }))(request, response);
    };

  beforeEach(() => {
    stubs.offering.answerWith(json(JSON.stringify(offering)));
    stubs.specification.answerWith(listOf(specifications));
    stubs.characteristic.answerWith(listOf([speed!, data!]));
    stubs.pricing.answerWith(listOf([monthly!]));
  });

  it('has its specifications, their characteristics and its prices, in the order it names them', async () => {
    const { status, body } = await call(path, { as: 'USER', headers: { 'x-correlation-id': 'full-1' } });
    expect(status).to.equal(200);
    expect(body).to.eql({
      ...offering,
      specifications: [
        { ...specifications[1], characteristics: [data] },
        { ...specifications[0], characteristics: [speed, data] },
      ],
      prices: [monthly],
      partial: false,
      unavailable: [],
    });
    for (const name of ['offering', 'specification', 'characteristic', 'pricing'] as const) {
      const { headers } = stubs[name].received.at(-1)!;
      expect(headers).to.include({ 'x-correlation-id': 'full-1', 'x-user-id': 'user-1' });
      expect(headers.authorization).to.match(/^Bearer /);
      expect(Number(headers['x-deadline-ms'])).to.be.within(1, 4_000);
    }
  });

  it('says what is missing when a service cannot be read, and gives the rest', async function () {
    stubs.pricing.answerWith(json('{}', 500));
    const withoutPrices = (await call(path, { as: 'USER' })).body;
    expect(withoutPrices).to.deep.include({ partial: true, unavailable: ['pricing-service'], prices: null });
    expect(withoutPrices.specifications).to.have.lengthOf(2);
    stubs.pricing.answerWith(listOf([monthly!]));
    await eventually(async () => expect((await call(path, { as: 'USER' })).body.partial).to.equal(false));
    stubs.characteristic.answerWith(() => {});
    const start = performance.now();
    const withoutCharacteristics = (await call(path, { as: 'USER' })).body;
    expect(performance.now() - start).to.be.below(7_500);
    expect(withoutCharacteristics).to.deep.include({ partial: true, unavailable: ['characteristic-service'], prices: [monthly] });
    expect(withoutCharacteristics.specifications).to.deep.include({ ...specifications[0], characteristics: null });
  });

  it('is refused as the offering is, and is unavailable without it', async () => {
    const refusal = JSON.stringify({
      error: { code: 'NOT_FOUND', message: 'There is no such offering', details: {}, correlation_id: 'c' },
    });
    stubs.offering.answerWith(json(refusal, 404));
    expect(await call(path, { as: 'USER' })).to.deep.include({ status: 404, text: refusal });
    stubs.offering.answerWith(echo);
    await stubs.offering.stop();
    const { status, body } = await call(path, { as: 'USER' });
    expect([status, body.error.details]).to.eql([503, { upstream: 'offering-service' }]);
    await stubs.offering.restart();
  });

  it('needs a token, and can only be read', async () => {
    expect((await call(path)).status).to.equal(401);
    const { status, headers } = await call(path, { as: 'ADMIN', method: 'DELETE' });
    expect([status, headers.get('allow')]).to.eql([405, 'GET']);
    expect((await call('/api/v1/catalog/offerings', { as: 'ADMIN' })).status).to.equal(404);
  });
});
