import { expect } from 'chai';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { eventually } from '../../../test/support/eventually.ts';
import { openStage, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('When a service is in trouble, the gateway', () => {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'], expectRecovery: Stage['expectRecovery'];

  before(async () => {
    stage = await openStage({ CIRCUIT_OPEN_MS: '300', MOST_IN_FLIGHT: '10' });
    ({ stubs, call, expectRecovery } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  it('answers 504 at the deadline, but 400 if the client’s own body was late', async () => {
    stubs.characteristic.answerWith(() => {});
    const start = performance.now();
    const { status, body, text } = await call('/api/v1/characteristics', { as: 'ADMIN', method: 'POST', body: '{}' });
    expect(performance.now() - start).to.be.at.least(3_500);
    expect([status, body.error.code]).to.eql([504, 'UPSTREAM_TIMEOUT']);
    expect(text).not.to.match(/\bat .*\.ts|node_modules/);
    const slow = httpRequest(`${stage.gateway.url}/api/v1/characteristics`, {
      method: 'POST',
      headers: { authorization: await stage.issuer.bearer('ADMIN'), 'content-length': '10' },
    });
    slow.on('error', () => {});
    slow.write('{');
    const [response] = (await once(slow, 'response')) as [IncomingMessage];
    expect(response.statusCode).to.equal(400);
    slow.destroy();
    await expectRecovery('characteristic');
  });

  it('passes on an error in our own format, after retrying what is safe and worth retrying', async () => {
    const ownAs = (code: string) => JSON.stringify({ error: { code, message: 'so it is', details: {}, correlation_id: 'c' } });
    let seen = 0;
    const failFirst = (code: string, status: number) => {
      seen = 0;
      stubs.pricing.answerWith((request, response) => ((seen += 1) === 1 ? json(ownAs(code), status) : echo)(request, response));
    };
    failFirst('UPSTREAM_ERROR', 502);
    expect((await call('/api/v1/prices', { as: 'ADMIN' })).status).to.equal(200);
    failFirst('INTERNAL_ERROR', 500);
    const read = await call('/api/v1/prices', { as: 'ADMIN' });
    expect([read.status, read.text, seen]).to.eql([500, ownAs('INTERNAL_ERROR'), 1]);
    failFirst('UPSTREAM_ERROR', 502);
    const answer = await call('/api/v1/prices', { as: 'ADMIN', method: 'POST', body: '{}' });
    expect([answer.status, answer.text, seen]).to.eql([502, ownAs('UPSTREAM_ERROR'), 1]);
    failFirst('UPSTREAM_ERROR', 502);
    const headers = { 'idempotency-key': 'k1' };
    const keyed = await call('/api/v1/prices', { as: 'ADMIN', method: 'POST', body: '{"whole": true}', headers });
    expect([keyed.status, keyed.body.body]).to.eql([200, '{"whole": true}']);
    await expectRecovery('pricing');
  });

  it('answers 503 while a service is down, and recovers by itself', async () => {
    const { pricing } = stubs;
    await pricing.stop();
    const down = await call('/api/v1/prices', { as: 'ADMIN', method: 'POST', body: '{}' });
    expect([down.status, down.body.error.code]).to.eql([503, 'SERVICE_UNAVAILABLE']);
    expect(down.body.error.details).to.eql({ upstream: 'pricing-service' });
    await pricing.restart();
    await expectRecovery('pricing');
  });

  it('retries a read if the service broke off a short answer', async () => {
    let isFirst = true;
    stubs.pricing.answerWith((request, response) => {
      if (!isFirst) return echo(request, response);
      isFirst = false;
      response.writeHead(200, { 'content-length': '100' });
      response.write('only this', () => request.socket.destroy());
    });
    expect((await call('/api/v1/prices', { as: 'ADMIN' })).status).to.equal(200);
    await expectRecovery('pricing');
  });

  it('answers 502 when a service hangs up; a long answer that it breaks off is cut short, and counts as a failure', async () => {
    const { characteristic } = stubs;
    characteristic.answerWith((request) => request.socket.destroy());
    const lost = await call('/api/v1/characteristics', { as: 'ADMIN', method: 'POST', body: '{}' });
    expect([lost.status, lost.body.error.code]).to.eql([502, 'UPSTREAM_ERROR']);
    await expectRecovery('characteristic');
    characteristic.answerWith((request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('only this', () => request.socket.destroy());
    });
    for (let i = 0; i < 20 && (await stage.circuitOf('characteristic')) !== 'open'; i += 1) {
      const error: unknown = await call('/api/v1/characteristics', { as: 'ADMIN', subject: 'ab'[i % 2] }).then(
        () => undefined,
        (caught: unknown) => caught,
      );
      expect(error).to.be.an('error');
    }
    await eventually(async () => expect(await stage.circuitOf('characteristic')).to.equal('open'));
    await expectRecovery('characteristic');
  });

  it('does not repeat a POST whose answer was lost, unless its Idempotency-Key says that it may', async () => {
    let carriedOut = 0;
    stubs.offering.answerWith((request) => {
      carriedOut += 1;
      request.resume().once('end', () => request.socket.destroy());
    });
    const lost = await call('/api/v1/offerings', { as: 'ADMIN', method: 'POST', body: '{}' });
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

  it('refuses requests at once while the service is full, and admits them again afterwards', async () => {
    const held: ServerResponse[] = [];
    stubs.characteristic.answerWith((_, response) => {
      held.push(response);
    });
    const first = Array.from({ length: 10 }, (_, index) => call('/api/v1/characteristics', { as: 'USER', subject: 'ab'[index % 2] }));
    await eventually(() => expect(held.length).to.equal(10));
    const start = performance.now();
    const { status, body, headers } = await call('/api/v1/characteristics', { as: 'USER', subject: 'c' });
    expect(performance.now() - start, 'as long as an answer is awaited').to.be.below(3_500);
    expect([status, body.error.code, headers.get('retry-after')]).to.eql([503, 'SERVICE_UNAVAILABLE', '2']);
    expect((await call('/api/v1/offerings', { as: 'USER' })).status).to.equal(200);
    expect(await stage.metrics())
      .to.match(/gateway_requests_in_flight{upstream="characteristic-service"} 10/)
      .and.match(/gateway_bulkhead_refusals_total{upstream="characteristic-service",reason="full"} 1/);
    stubs.characteristic.answerWith(echo);
    for (const response of held) response.end();
    expect((await Promise.all(first)).every((answer) => answer.status === 200)).to.equal(true);
    expect((await call('/api/v1/characteristics', { as: 'USER' })).status).to.equal(200);
    expect(await stage.circuitOf('characteristic')).to.equal('closed');
  });
});
