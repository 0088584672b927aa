import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { eventually } from '../../../test/support/eventually.ts';
import { names, openStage, pathOf, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('The gateway as a proxy', () => {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'];

  before(async () => {
    stage = await openStage();
    ({ stubs, call } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  it('passes on each path to its service, with its query and its body untouched', async () => {
    for (const name of names) {
      const before = stubs[name].received.length;
      const { status, body } = await call(`${pathOf[name]}?a=1&a=%20b`, { as: 'ADMIN' });
      expect(status).to.equal(200);
      expect(body.url).to.equal(`${pathOf[name]}?a=1&a=%20b`);
      expect(stubs[name].received.length).to.equal(before + 1);
    }
    const { body } = await call('/api/v1/offerings', { as: 'USER', method: 'POST', body: '{"half": ' });
    expect(body).to.include({ method: 'POST', body: '{"half": ' });
  });

  it('passes on the token, its user and the client’s address, but never what the client says of them', async () => {
    const authorization = await stage.issuer.bearer('USER', { subject: 'user-7' });
    const { body } = await call('/api/v1/offerings', {
      headers: {
        authorization,
        'x-user-id': 'root',
        'x-user-role': 'ADMIN',
        'x-forwarded-for': '6.6.6.6',
        'x-correlation-id': 'mine-1',
      },
    });
    expect(body.headers).to.include({
      authorization,
      'x-user-id': 'user-7',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(stage.gateway.url).host,
      'x-correlation-id': 'mine-1',
    });
    expect(body.headers).not.to.have.any.keys('x-user-role');
    expect(Number(body.headers['x-deadline-ms'])).to.be.within(1, 4_000);
  });

  it('passes on a new correlation id where the client’s is missing or unsafe', async () => {
    for (const given of [undefined, 'x'.repeat(65), 'a b']) {
      const { body, headers } = await call('/api/v1/prices', { as: 'USER', ...(given && { headers: { 'x-correlation-id': given } }) });
      expect(headers.get('x-correlation-id')).to.match(/^[0-9a-f-]{36}$/);
      expect(body.headers['x-correlation-id']).to.equal(headers.get('x-correlation-id'));
    }
  });

  it('passes on status, headers and bodies of the answer, errors included', async () => {
    stubs.pricing.answerWith(json('{"error":{}}', 412, { ETag: '"3"', 'x-own': 'yes' }));
    const { status, headers, text } = await call('/api/v1/prices/1', { as: 'ADMIN', method: 'DELETE' });
    expect([status, text, headers.get('etag'), headers.get('x-own')]).to.eql([412, '{"error":{}}', '"3"', 'yes']);
    stubs.pricing.answerWith((_, response) => response.writeHead(204).end());
    expect((await call('/api/v1/prices/1', { as: 'ADMIN', method: 'DELETE' })).status).to.equal(204);
    stubs.pricing.answerWith((_, response) => response.writeHead(304, { ETag: '"3"' }).end());
    expect((await call('/api/v1/prices/1', { as: 'ADMIN', headers: { 'if-none-match': '"3"' } })).status).to.equal(304);
    stubs.pricing.answerWith((_, response) => response.writeHead(200, { 'content-length': '12', 'content-type': 'text/plain' }).end());
    const head = await call('/api/v1/prices/1', { as: 'ADMIN', method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.headers.get('content-type')]).to.eql([200, '12', 'text/plain']);
    stubs.pricing.answerWith(echo);
  });

  it('passes on 50 MB without buffering them', async () => {
    const chunk = Buffer.alloc(1_000_000, 7);
    stubs.store.answerWith((_, response) => {
      Readable.from(Array(50).fill(chunk)).pipe(response);
    });
    const hash = createHash('sha256');
    let size = 0;
    const response = await fetch(`${stage.gateway.url}/api/v1/store/offerings`);
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.length;
      hash.update(part);
    }
    const expected = createHash('sha256');
    for (let i = 0; i < 50; i += 1) expected.update(chunk);
    expect(size).to.equal(50_000_000);
    expect(hash.digest('hex')).to.equal(expected.digest('hex'));
    stubs.store.answerWith(echo);
  });

  it('aborts the service’s work when the client hangs up, which does not count for the circuit', async () => {
    let aborted = 0;
    stubs.offering.answerWith((_, response) =>
      response.once('close', () => {
        aborted += 1;
      }),
    );
    for (let i = 0; i < 4; i += 1) {
      const seen = stubs.offering.received.length;
      const controller = new AbortController();
      const pending = call('/api/v1/offerings', { as: 'USER', signal: controller.signal }).catch(() => undefined);
      await eventually(() => expect(stubs.offering.received.length).to.equal(seen + 1));
      controller.abort();
      await pending;
      await eventually(() => expect(aborted).to.equal(i + 1));
    }
    expect(await stage.circuitOf('offering')).to.equal('closed');
    stubs.offering.answerWith(echo);
  });

  it('takes the client’s address from a trusted proxy, and from the web pages', async () => {
    const at = await stage.startGateway({ TRUSTED_PROXY_HOPS: '1', PROXY_SECRET: 'a secret of the pages', LOGIN_LIMIT_PER_MINUTE: '1' });
    try {
      const login = (from: string) => call('/api/v1/auth/login', { method: 'POST', at, headers: { 'x-forwarded-for': from } });
      expect((await login('6.6.6.6, 10.0.0.1')).status).to.equal(200);
      expect((await login('10.0.0.2')).status).to.equal(200);
      expect((await login('7.7.7.7, 10.0.0.1')).status).to.equal(429);
      expect(stubs.identity.received.at(-1)?.headers['x-forwarded-for']).to.equal('10.0.0.2');
      const pages = { 'x-forwarded-for': '10.0.0.3', 'x-forwarded-secret': 'a secret of the pages' };
      expect((await call('/api/v1/auth/login', { method: 'POST', at, headers: pages })).status).to.equal(200);
      expect(stubs.identity.received.at(-1)?.headers)
        .to.include({ 'x-forwarded-for': '10.0.0.3' })
        .and.not.to.have.property('x-forwarded-secret');
    } finally {
      await at.stop();
    }
  });

  it('survives a request that is hardly HTTP', async () => {
    const { hostname, port } = new URL(stage.gateway.url);
    const socket = connect(Number(port), hostname);
    const lines = [
      'GET http://evil.example/api/v1/store/search HTTP/1.1',
      'Host: x',
      'Connection: close, x-correlation-id',
      'Expect: 100-continue',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const said = (await socket.toArray()).join('');
    expect(said).to.contain('HTTP/1.1 200 OK');
    expect(said).to.contain('"url":"/api/v1/store/search"');
    expect((await call('/health/live')).status).to.equal(200);
  });

  it('finishes the requests under way when it is told to stop', async () => {
    const at = await stage.startGateway();
    const held: ServerResponse[] = [];
    stubs.offering.answerWith((_, response) => {
      held.push(response);
    });
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
