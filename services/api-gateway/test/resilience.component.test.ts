import { expect } from 'chai';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { eventually } from '../../../test/support/eventually.ts';
import { openStage, type Reply, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('The gateway, when a service is in trouble', function () {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'];

  before(async () => {
    stage = await openStage({ CIRCUIT_OPEN_MS: '1000', MOST_IN_FLIGHT: '10' });
    ({ stubs, call } = stage);
  });

  after(async () => { expect(await stage.stop()).to.equal(0); });

  const post = (path: string, subject?: string) => call(path, { as: 'ADMIN', subject, method: 'POST', body: '{}' });
  const hang = () => {};
  const hangUp: RequestListener = (request) => request.socket.destroy();
  const circuit = async (name: string) => (await call('/health/dependencies')).body.dependencies[`${name}-service`].circuit as string;

  const settledOf = async (replies: Promise<Reply>[]): Promise<number> => {
    const notYet = Promise.resolve(undefined);
    const states = await Promise.all(replies.map((reply) => Promise.race([reply, notYet])));
    return states.filter((state) => state !== undefined).length;
  };

  it('answers the fourth request in no time when three have hung, lets exactly three probes through, and has recovered when those are well', async () => {
    stubs.pricing.answerWith(hang);
    expect((await Promise.all(['a', 'b', 'c'].map((who) => post('/api/v1/prices', who)))).map(({ status }) => status)).to.eql([504, 504, 504]);
    const start = performance.now();
    expect((await post('/api/v1/prices')).status).to.equal(503);
    expect(performance.now() - start, 'as long as an answer is awaited').to.be.below(3_500);

    const probes: ServerResponse[] = [];
    stubs.pricing.answerWith((_: IncomingMessage, response: ServerResponse) => { probes.push(response); });
    const sent: Promise<Reply>[] = [];
    await eventually(() => {
      sent.push(...Array.from({ length: 10 }, (_, index) => post('/api/v1/prices', `caller-${index % 3}`)));
      expect(probes.length).to.equal(3);
    });
    await eventually(async () => expect(await settledOf(sent)).to.equal(sent.length - 3));
    expect(probes.length).to.equal(3);
    for (const response of probes) response.writeHead(200).end();
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).to.equal(3);
    expect(statuses.filter((status) => status === 503).length).to.equal(statuses.length - 3);
    stubs.pricing.answerWith(echo);
    expect((await post('/api/v1/prices')).status).to.equal(200);
  });

  it('is open for 20 s where nothing else is set', async function () {
    const at = await stage.startGateway({ CIRCUIT_OPEN_MS: '' });
    try {
      const read = async (subject?: string) => (await call('/api/v1/specifications', { as: 'ADMIN', subject, method: 'POST', body: '{}', at })).status;
      stubs.specification.answerWith(hangUp);
      for (const subject of 'aba') await read(subject);
      const opened = performance.now();
      stubs.specification.answerWith(echo);
      await eventually(async () => expect(await read()).to.equal(200));
      expect(performance.now() - opened).to.be.at.least(19_000);
    } finally {
      await at.stop();
    }
  });

  it('does not take a thousand refusals for trouble', async () => {
    const at = await stage.startGateway({ MOST_IN_FLIGHT: '128' });
    try {
      stubs.offering.answerWith(json('{"error":{}}', 404));
      for (let i = 0; i < 20; i += 1) {
        const answers = await Promise.all(Array.from({ length: 50 }, () => call('/api/v1/offerings/1', { as: 'USER', at })));
        expect(answers.every(({ status }) => status === 404)).to.equal(true);
      }
      const { body } = await call('/health/dependencies', { at });
      expect(body.dependencies['offering-service']).to.deep.include({ circuit: 'closed', last_error: null });
    } finally {
      stubs.offering.answerWith(echo);
      await at.stop();
    }
  });

  it('does not repeat a POST whose answer was lost, unless its Idempotency-Key says that it may', async () => {
    let carriedOut = 0;
    stubs.offering.answerWith((request) => {
      carriedOut += 1;
      request.resume().once('end', () => request.socket.destroy());
    });
    const lost = await post('/api/v1/offerings');
    expect([lost.status, lost.body.error.code, carriedOut]).to.eql([502, 'UPSTREAM_ERROR', 1]);
    stubs.offering.answerWith((request, response) => {
      carriedOut += 1;
      if (carriedOut === 3) echo(request, response);
      else request.socket.destroy();
    });
    const keyed = await call('/api/v1/offerings', { as: 'ADMIN', method: 'POST', body: '{}', headers: { 'idempotency-key': 'k-1' } });
    expect([keyed.status, carriedOut]).to.eql([200, 3]);
    stubs.offering.answerWith(echo);
  });

  it('refuses what a service has no room for, at once, and takes more when there is room again', async () => {
    const held: ServerResponse[] = [];
    stubs.characteristic.answerWith((_, response) => { held.push(response); });
    const first = Array.from({ length: 10 }, (_, index) => call('/api/v1/characteristics', { as: 'USER', subject: 'ab'[index % 2] }));
    await eventually(() => expect(held.length).to.equal(10));
    const start = performance.now();
    const { status, body, headers } = await call('/api/v1/characteristics', { as: 'USER', subject: 'c' });
    expect(performance.now() - start, 'as long as an answer is awaited').to.be.below(3_500);
    expect([status, body.error.code, headers.get('retry-after')]).to.eql([503, 'SERVICE_UNAVAILABLE', '2']);
    expect((await call('/api/v1/offerings', { as: 'USER' })).status).to.equal(200);
    expect(await stage.metrics()).to.match(/gateway_requests_in_flight{upstream="characteristic-service"} 10/)
      .and.match(/gateway_bulkhead_refusals_total{upstream="characteristic-service",reason="full"} 1/);
    stubs.characteristic.answerWith(echo);
    for (const response of held) response.end();
    expect((await Promise.all(first)).every((answer) => answer.status === 200)).to.equal(true);
    expect((await call('/api/v1/characteristics', { as: 'USER' })).status).to.equal(200);
    expect(await circuit('characteristic')).to.equal('closed');
  });

  it('gives the store’s last public answer once more while its circuit is open, and says how old it is', async () => {
    const page = '/api/v1/store/search?query=fibre';
    const administrators = ['/api/v1/store/rebuilds/1', '/api/v1/store/drift', '/api/v1/store/DRIFT/'];
    const whole = JSON.stringify({ items: ['fibre'] });
    const answer = json(whole, 200, { 'content-length': String(whole.length) });
    stubs.store.answerWith(answer);
    const live = await call(page);
    expect([live.text, live.headers.get('age')]).to.eql([whole, null]);
    for (const path of administrators) {
      expect((await call(path, { as: 'ADMIN' })).status).to.equal(200);
      expect((await call(path)).status, `${path} for nobody in particular`).to.equal(401);
    }
    stubs.store.answerWith(hangUp);
    for (const subject of 'aba') await call('/api/v1/store/rebuild', { as: 'ADMIN', subject, method: 'POST' });
    const again = await call(page, { as: 'USER' });
    expect([again.status, again.text, again.headers.get('content-type')]).to.eql([200, whole, 'application/json']);
    expect(Number(again.headers.get('age'))).to.be.within(0, 10);
    expect((await call('/api/v1/store/search?query=other')).status).to.equal(503);
    for (const path of administrators) {
      for (const as of ['ADMIN', 'USER'] as const) expect((await call(path, { as })).status, `${path} for ${as}`).to.equal(503);
      expect((await call(path)).status).to.equal(401);
    }
    expect((await call(page, { headers: { authorization: 'Bearer a.b.c' } })).status).to.equal(401);
    stubs.store.answerWith(answer);
    await eventually(async () => expect((await call(page)).headers.get('age')).to.equal(null));
  });

  it('finishes what is under way when it is told to stop', async () => {
    const at = await stage.startGateway();
    const held: ServerResponse[] = [];
    stubs.offering.answerWith((_, response) => { held.push(response); });
    const pending = call('/api/v1/offerings', { as: 'USER', at });
    await eventually(() => expect(held.length).to.equal(1));
    const stopped = at.stop();
    await eventually(() => expect(at.logged.some(({ message }) => message === 'Stopping')).to.equal(true));
    held[0]!.writeHead(200, { 'content-type': 'application/json' }).end('{"done":true}');
    const { status, body, headers } = await pending;
    expect([status, body, headers.get('connection')]).to.eql([200, { done: true }, 'close']);
    expect(await stopped).to.equal(0);
    stubs.offering.answerWith(echo);
  });
});
