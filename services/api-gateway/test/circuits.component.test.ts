import { expect } from 'chai';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { eventually } from '../../../test/support/eventually.ts';
import { openStage, type Reply, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('A circuit of the gateway', () => {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'], startGateway: Stage['startGateway'];

  before(async () => {
    stage = await openStage({ CIRCUIT_OPEN_MS: '1000' });
    ({ stubs, call, startGateway } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  const post = (path: string, subject?: string) => call(path, { as: 'ADMIN', subject, method: 'POST', body: '{}' });
  const hang = () => {};
  const hangUp: RequestListener = (request) => request.socket.destroy();

  const countSettled = async (replies: Promise<Reply>[]): Promise<number> => {
    const notYet = Promise.resolve(undefined);
    const states = await Promise.all(replies.map((reply) => Promise.race([reply, notYet])));
    return states.filter((state) => state !== undefined).length;
  };

  it('opens when three requests in a row get no answer; then the answer is 503 at once, until three good probes close it', async () => {
    stubs.specification.answerWith((request) => request.socket.destroy());
    const at = await startGateway({ CIRCUIT_OPEN_MS: '1500' });
    const passedOn = () => stubs.specification.received.filter(({ method }) => method === 'POST').length;
    try {
      const before = passedOn();
      for (const subject of ['a', 'b', 'a']) {
        const { status, body } = await call('/api/v1/specifications', { as: 'ADMIN', subject, method: 'POST', body: '{}', at });
        expect([status, body.error.code]).to.eql([502, 'UPSTREAM_ERROR']);
      }
      const { status, body, headers } = await call('/api/v1/specifications', { as: 'ADMIN', method: 'POST', at });
      expect([status, body.error.code, headers.get('retry-after')]).to.eql([503, 'SERVICE_UNAVAILABLE', '2']);
      expect(passedOn()).to.equal(before + 3);

      const report = await call('/health/dependencies', { at });
      expect(report.body.dependencies['specification-service']).to.deep.include({ circuit: 'open' });
      expect(report.body.dependencies['specification-service'].last_error.reason).to.equal('UND_ERR_SOCKET');
      expect(report.body.dependencies['pricing-service'].circuit).to.equal('closed');

      stubs.specification.answerWith(echo);
      await eventually(async () => expect((await call('/api/v1/specifications', { as: 'ADMIN', at })).status).to.equal(200));
      expect((await call('/api/v1/specifications', { as: 'ADMIN', at })).status).to.equal(200);
      expect((await call('/api/v1/specifications', { as: 'ADMIN', at })).status).to.equal(200);
      const changes = () => at.logged.filter(({ message }) => message === 'Circuit changed').map(({ context }) => context?.['state']);
      await eventually(() => expect(changes()).to.eql(['open', 'half-open', 'closed']));
    } finally {
      await at.stop();
    }
  });

  it('opens when most requests of several callers fail, and tells nobody why', async () => {
    stubs.specification.answerWith((_, response) => response.writeHead(500).end('Error: boom\n    at secret.ts:1'));
    const at = await startGateway();
    const circuit = async () => (await call('/health/dependencies', { at })).body.dependencies['specification-service'].circuit as string;
    try {
      for (let i = 0; i < 10; i += 1) {
        const { status, body, text } = await call('/api/v1/specifications', {
          as: 'ADMIN',
          subject: 'ab'[i % 2],
          method: 'POST',
          body: '{}',
          at,
        });
        expect([status, body.error.code]).to.eql([502, 'UPSTREAM_ERROR']);
        expect(text).not.to.contain('boom');
      }
      await eventually(async () => expect(await circuit()).to.equal('open'));
    } finally {
      await at.stop();
      stubs.specification.answerWith(echo);
    }
  });

  it('does not count refusals, nor what is unavailable behind the service', async () => {
    const statuses: [number, string][] = [
      [404, 'NOT_FOUND'],
      [409, 'IN_USE'],
      [503, 'SERVICE_UNAVAILABLE'],
    ];
    for (const [status, code] of statuses) {
      const own = JSON.stringify({ error: { code, message: 'so it is', details: {}, correlation_id: 'c' } });
      stubs.offering.answerWith(json(own, status, { 'retry-after': '7' }));
      for (let i = 0; i < 4; i += 1) {
        const answer = await call('/api/v1/offerings', { as: 'USER' });
        expect([answer.status, answer.text, answer.headers.get('retry-after')]).to.eql([status, own, '7']);
      }
    }
    expect(await stage.circuitOf('offering')).to.equal('closed');
    stubs.offering.answerWith(echo);
  });

  it('refuses the fourth request at once when three have hung, lets exactly three probes through, and closes when those succeed', async () => {
    stubs.pricing.answerWith(hang);
    // What hangs while the gateway itself does not get the processor is not counted: on a busy machine three are not enough.
    const refusedAfterMs = await eventually(async () => {
      for (const { status } of await Promise.all(['a', 'b', 'c'].map((who) => post('/api/v1/prices', who))))
        expect(status).to.be.oneOf([504, 503]);
      const start = performance.now();
      expect((await post('/api/v1/prices')).status).to.equal(503);
      return performance.now() - start;
    });
    expect(refusedAfterMs, 'as long as an answer is awaited').to.be.below(3_500);

    const probes: ServerResponse[] = [];
    stubs.pricing.answerWith((_: IncomingMessage, response: ServerResponse) => {
      probes.push(response);
    });
    const sent: Promise<Reply>[] = [];
    await eventually(() => {
      sent.push(...Array.from({ length: 10 }, (_, index) => post('/api/v1/prices', `caller-${index % 3}`)));
      expect(probes.length).to.equal(3);
    });
    await eventually(async () => expect(await countSettled(sent)).to.equal(sent.length - 3));
    expect(probes.length).to.equal(3);
    for (const response of probes) response.writeHead(200).end();
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).to.equal(3);
    expect(statuses.filter((status) => status === 503).length).to.equal(statuses.length - 3);
    stubs.pricing.answerWith(echo);
    expect((await post('/api/v1/prices')).status).to.equal(200);
  });

  it('is open for 20 s where nothing else is set', async function () {
    const at = await startGateway({ CIRCUIT_OPEN_MS: '' });
    try {
      const read = async (subject?: string) =>
        (await call('/api/v1/specifications', { as: 'ADMIN', subject, method: 'POST', body: '{}', at })).status;
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

  it('stays closed for a thousand refusals', async () => {
    const at = await startGateway({ MOST_IN_FLIGHT: '128' });
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

  it('has the store’s last public answer served while it is open, with its age', async () => {
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
});
