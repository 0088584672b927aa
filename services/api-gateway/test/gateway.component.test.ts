import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { eventually } from '../../../test/support/eventually.ts';
import type { RunningService } from '../../../test/support/start-service.ts';
import { startStubKubernetes } from '../../../test/support/stub-kubernetes.ts';
import type { TokenIssuer } from '../../../test/support/tokens.ts';
import { type Name, names, openStage, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('The gateway', () => {
  let stage: Stage, issuer: TokenIssuer, gateway: RunningService, stubs: Stage['stubs'];
  let startGateway: Stage['startGateway'], call: Stage['call'];

  before(async function () {
    stage = await openStage({ CIRCUIT_OPEN_MS: '300' });
    ({ issuer, gateway, stubs, startGateway, call } = stage);
  });

  after(async () => { expect(await stage.stop()).to.equal(0); });

  async function circuitOf(name: Name): Promise<string | undefined> {
    return new RegExp(`gateway_circuit_state{upstream="${name}-service"} (\\d)`).exec(await stage.metrics())?.[1];
  }

  /** Ends a test's trouble: the stub answers again and the circuit is closed. */
  const heal = async (name: Name) => {
    stubs[name].answerWith(echo);
    await eventually(async () => {
      await call(pathOf[name], { as: 'ADMIN' });
      expect(await circuitOf(name)).to.equal('0');
    });
  };

  const pathOf: Record<Name, string> = {
    identity: '/api/v1/auth/jwks',
    characteristic: '/api/v1/characteristics',
    specification: '/api/v1/specifications',
    pricing: '/api/v1/prices',
    offering: '/api/v1/offerings',
    store: '/api/v1/store/search',
  };

  describe('passes on', () => {
    it('each path to its service, with its query and its body untouched', async () => {
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

    it('the token, the user it names, and where the request came from, but nobody’s own word on that', async () => {
      const authorization = await issuer.bearer('USER', { subject: 'user-7' });
      const { body } = await call('/api/v1/offerings', {
        headers: {
          authorization, 'x-user-id': 'root', 'x-user-role': 'ADMIN', 'x-forwarded-for': '6.6.6.6', 'x-correlation-id': 'mine-1',
        },
      });
      expect(body.headers).to.include({
        authorization, 'x-user-id': 'user-7', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http',
        'x-forwarded-host': new URL(gateway.url).host, 'x-correlation-id': 'mine-1',
      });
      expect(body.headers).not.to.have.any.keys('x-user-role');
      expect(Number(body.headers['x-deadline-ms'])).to.be.within(1, 4_000);
    });

    it('a correlation id it makes up where the client’s is missing or unsafe', async () => {
      for (const given of [undefined, 'x'.repeat(65), 'a b']) {
        const { body, headers } = await call('/api/v1/prices', { as: 'USER', ...(given && { headers: { 'x-correlation-id': given } }) });
        expect(headers.get('x-correlation-id')).to.match(/^[0-9a-f-]{36}$/);
        expect(body.headers['x-correlation-id']).to.equal(headers.get('x-correlation-id'));
      }
    });

    it('status, headers and bodies of the answer, errors included', async () => {
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

    it('50 MB without holding them', async () => {
      const chunk = Buffer.alloc(1_000_000, 7);
      stubs.store.answerWith((_, response) => { Readable.from(Array(50).fill(chunk)).pipe(response); });
      const hash = createHash('sha256');
      let size = 0;
      const response = await fetch(`${gateway.url}/api/v1/store/offerings`);
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

    it('the client’s going: the service’s work is aborted and its circuit untroubled', async () => {
      let aborted = 0;
      stubs.offering.answerWith((_, response) => response.once('close', () => { aborted += 1; }));
      for (let i = 0; i < 4; i += 1) {
        const seen = stubs.offering.received.length;
        const controller = new AbortController();
        const pending = call('/api/v1/offerings', { as: 'USER', signal: controller.signal }).catch(() => undefined);
        await eventually(() => expect(stubs.offering.received.length).to.equal(seen + 1));
        controller.abort();
        await pending;
        await eventually(() => expect(aborted).to.equal(i + 1));
      }
      expect(await circuitOf('offering')).to.equal('0');
      stubs.offering.answerWith(echo);
    });
  });

  describe('refuses', () => {
    const refused = async (path: string, init: Parameters<typeof call>[1] = {}) => {
      const { status, body } = await call(path, init);
      expect(body.error).to.have.all.keys('code', 'message', 'details', 'correlation_id');
      return `${status} ${body.error.code}`;
    };

    it('locks and service tokens to everyone, before it looks at anything else', async () => {
      const paths = [
        '/api/v1/prices/1/lock', '/api/v1/prices/1/unlock', '/api/v1/prices/1/LOCK/', '/api/v1/prices/1/%6cock',
        '/api/v1/auth/token', '/api/v1/auth/TOKEN/',
      ];
      const before = stubs.pricing.received.length + stubs.identity.received.length;
      for (const path of paths) {
        expect(await refused(path, { method: 'POST' })).to.equal('403 FORBIDDEN');
        expect(await refused(path, { method: 'POST', as: 'SERVICE' })).to.equal('403 FORBIDDEN');
        expect(await refused(path, { headers: { authorization: 'Bearer nonsense' } })).to.equal('403 FORBIDDEN');
      }
      expect(stubs.pricing.received.length + stubs.identity.received.length).to.equal(before);
    });

    it('whoever is not signed in, unless the path is public', async () => {
      for (const path of ['/api/v1/prices', '/api/v1/offerings/1', '/api/v1/auth/me', '/api/v1/auth/logout']) {
        expect(await refused(path)).to.equal('401 UNAUTHENTICATED');
      }
      expect(await refused('/api/v1/store/rebuild', { method: 'POST' })).to.equal('401 UNAUTHENTICATED');
      for (const path of ['/api/v1/store/search?query=x', '/api/v1/store/offerings/1', '/api/v1/auth/public-key', '/api/v1/auth/jwks']) {
        expect((await call(path)).status).to.equal(200);
      }
      for (const path of ['/api/v1/auth/login', '/api/v1/auth/refresh']) {
        expect((await call(path, { method: 'POST' })).status).to.equal(200);
      }
    });

    it('a token that is not valid, even where none is needed', async () => {
      const expired = await issuer.bearer('ADMIN', { expiresAt: 1_700_000_000 });
      const foreign = await issuer.bearer('ADMIN', { audience: 'another' });
      for (const authorization of [expired, foreign, 'Bearer a.b.c', 'Basic YTpi']) {
        expect(await refused('/api/v1/store/search', { headers: { authorization } })).to.equal('401 UNAUTHENTICATED');
        expect(await refused('/api/v1/auth/login', { method: 'POST', headers: { authorization } })).to.equal('401 UNAUTHENTICATED');
      }
    });

    it('changes by a role that can never make them', async () => {
      expect(await refused('/api/v1/prices', { as: 'USER', method: 'POST' })).to.equal('403 FORBIDDEN');
      expect(await refused('/api/v1/characteristics/1', { as: 'USER', method: 'PUT' })).to.equal('403 FORBIDDEN');
      expect((await call('/api/v1/offerings', { as: 'USER', method: 'POST' })).status).to.equal(200);
    });

    it('paths it does not know, methods nobody has, and paths that could be read in two ways', async () => {
      expect(await refused('/')).to.equal('404 NOT_FOUND');
      expect(await refused('/api/v1/pricesandmore', { as: 'ADMIN' })).to.equal('404 NOT_FOUND');
      expect(await refused('/api/v1/prices', { as: 'ADMIN', method: 'PATCH' })).to.equal('405 METHOD_NOT_ALLOWED');
      expect(await refused('/health/dependencies', { method: 'POST' })).to.equal('405 METHOD_NOT_ALLOWED');
      for (const path of ['/api/v1//prices', '/api/v1/prices/a%2Flock', '/api/v1/prices/%zz']) {
        expect(await refused(path, { as: 'ADMIN' })).to.equal('400 MALFORMED_REQUEST');
      }
    });

    it('a body longer than the services take: by its length at once, a chunked one as soon as it is too much', async () => {
      const before = stubs.offering.received.length;
      const large = Buffer.alloc(65_537, 32);
      expect(await refused('/api/v1/offerings', { as: 'USER', method: 'POST', body: large })).to.equal('413 BODY_TOO_LARGE');
      expect(stubs.offering.received.length).to.equal(before);
      const chunked = () => new ReadableStream({
        start(controller) {
          for (let sent = 0; sent <= 65_536; sent += 8_192) controller.enqueue(new Uint8Array(8_192));
          controller.close();
        },
      });
      for (const headers of [{}, {}, {}, { 'idempotency-key': 'k' }]) {
        const init = { as: 'USER' as const, method: 'POST', body: chunked(), duplex: 'half' as const, headers };
        expect(await refused('/api/v1/offerings', init)).to.equal('413 BODY_TOO_LARGE');
      }
      expect(await circuitOf('offering')).to.equal('0');
      const fits = await call('/api/v1/offerings', { as: 'USER', method: 'POST', body: Buffer.alloc(65_536, 32) });
      expect(fits.body.body.length).to.equal(65_536);
      expect(await refused('/api/v1/auth/refresh', { method: 'POST', body: large.subarray(0, 8_193) })).to.equal('413 BODY_TOO_LARGE');
      expect(stubs.offering.received.length).to.equal(before + 1);
    });
  });

  describe('when a service fails', () => {
    it('answers 504 at the deadline, and a client that is itself slow hears that instead', async () => {
      stubs.characteristic.answerWith(() => {});
      const start = performance.now();
      const { status, body, text } = await call('/api/v1/characteristics', { as: 'ADMIN', method: 'POST', body: '{}' });
      expect(performance.now() - start).to.be.at.least(3_500);
      expect([status, body.error.code]).to.eql([504, 'UPSTREAM_TIMEOUT']);
      expect(text).not.to.match(/\bat .*\.ts|node_modules/);
      const slow = httpRequest(`${gateway.url}/api/v1/characteristics`, {
        method: 'POST', headers: { authorization: await issuer.bearer('ADMIN'), 'content-length': '10' },
      });
      slow.on('error', () => {});
      slow.write('{');
      const [response] = (await once(slow, 'response')) as [IncomingMessage];
      expect(response.statusCode).to.equal(400);
      slow.destroy();
      await heal('characteristic');
    });

    it('opens the circuit when three in a row get no answer, then answers 503 at once; three good probes close it', async () => {
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
        const changes = () =>
          at.logged.filter(({ message }) => message === 'Circuit changed').map(({ context }) => context?.['state']);
        await eventually(() => expect(changes()).to.eql(['open', 'half-open', 'closed']));
      } finally {
        await at.stop();
      }
    });

    it('opens the circuit when most of what several callers ask fails, and tells nobody why', async () => {
      stubs.specification.answerWith((_, response) => response.writeHead(500).end('Error: boom\n    at secret.ts:1'));
      const at = await startGateway();
      const circuit = async () => (await call('/health/dependencies', { at })).body.dependencies['specification-service'].circuit as string;
      try {
        for (let i = 0; i < 10; i += 1) {
          const { status, body, text } = await call('/api/v1/specifications', { as: 'ADMIN', subject: 'ab'[i % 2], method: 'POST', body: '{}', at });
          expect([status, body.error.code]).to.eql([502, 'UPSTREAM_ERROR']);
          expect(text).not.to.contain('boom');
        }
        await eventually(async () => expect(await circuit()).to.equal('open'));
      } finally {
        await at.stop();
        stubs.specification.answerWith(echo);
      }
    });

    it('does not blame a service for refusals, nor for what is unavailable behind it', async () => {
      const statuses: [number, string][] = [[404, 'NOT_FOUND'], [409, 'IN_USE'], [503, 'SERVICE_UNAVAILABLE']];
      for (const [status, code] of statuses) {
        const own = JSON.stringify({ error: { code, message: 'so it is', details: {}, correlation_id: 'c' } });
        stubs.offering.answerWith(json(own, status, { 'retry-after': '7' }));
        for (let i = 0; i < 4; i += 1) {
          const answer = await call('/api/v1/offerings', { as: 'USER' });
          expect([answer.status, answer.text, answer.headers.get('retry-after')]).to.eql([status, own, '7']);
        }
      }
      expect(await circuitOf('offering')).to.equal('0');
      stubs.offering.answerWith(echo);
    });

    it('passes on an error in our own format, and tries again what may be, if that can help', async () => {
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
      await heal('pricing');
    });

    it('answers 503 while a service is down, and recovers by itself', async () => {
      const { pricing } = stubs;
      await pricing.stop();
      const down = await call('/api/v1/prices', { as: 'ADMIN', method: 'POST', body: '{}' });
      expect([down.status, down.body.error.code]).to.eql([503, 'SERVICE_UNAVAILABLE']);
      expect(down.body.error.details).to.eql({ upstream: 'pricing-service' });
      await pricing.restart();
      await heal('pricing');
    });

    it('reads a short answer again that a service broke off', async () => {
      let isFirst = true;
      stubs.pricing.answerWith((request, response) => {
        if (!isFirst) return echo(request, response);
        isFirst = false;
        response.writeHead(200, { 'content-length': '100' });
        response.write('only this', () => request.socket.destroy());
      });
      expect((await call('/api/v1/prices', { as: 'ADMIN' })).status).to.equal(200);
      await heal('pricing');
    });

    it('tells when a service hangs up before answering; one that stops within a long answer cuts it short, and counts', async () => {
      const { characteristic } = stubs;
      characteristic.answerWith((request) => request.socket.destroy());
      const lost = await call('/api/v1/characteristics', { as: 'ADMIN', method: 'POST', body: '{}' });
      expect([lost.status, lost.body.error.code]).to.eql([502, 'UPSTREAM_ERROR']);
      await heal('characteristic');
      characteristic.answerWith((request, response) => {
        response.writeHead(200, { 'content-length': '100000' });
        response.write('only this', () => request.socket.destroy());
      });
      for (let i = 0; i < 20 && await circuitOf('characteristic') !== '2'; i += 1) {
        const error: unknown = await call('/api/v1/characteristics', { as: 'ADMIN', subject: 'ab'[i % 2] }).then(() => undefined, (caught: unknown) => caught);
        expect(error).to.be.an('error');
      }
      await eventually(async () => expect(await circuitOf('characteristic')).to.equal('2'));
      await heal('characteristic');
    });
  });

  it('limits requests per user and logins per address, and says so in headers', async () => {
    const at = await startGateway({ RATE_LIMIT_PER_MINUTE: '5', LOGIN_LIMIT_PER_MINUTE: '2' });
    try {
      for (let i = 0; i < 5; i += 1) {
        const { status, headers } = await call('/api/v1/prices', { as: 'ADMIN', at });
        expect([status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).to.eql([200, '5', String(4 - i)]);
      }
      const { status, body, headers } = await call('/api/v1/prices', { as: 'ADMIN', at });
      expect([status, body.error.code]).to.eql([429, 'TOO_MANY_REQUESTS']);
      expect(Number(headers.get('retry-after'))).to.be.within(1, 60);
      expect((await call('/api/v1/prices', { as: 'USER', at })).status).to.equal(200);
      const logins = [];
      for (let i = 0; i < 3; i += 1) logins.push((await call('/api/v1/auth/login', { method: 'POST', at })).status);
      expect(logins).to.eql([200, 200, 429]);
      const guesses = [];
      const guess = { at, headers: { authorization: 'Bearer a.b.c' } };
      for (let i = 0; i < 3; i += 1) guesses.push((await call('/api/v1/prices', guess)).status);
      expect(guesses).to.eql([401, 401, 429]);
    } finally {
      await at.stop();
    }
  });

  it('limits whatever is asked for, but for probes', async () => {
    const at = await startGateway({ RATE_LIMIT_PER_MINUTE: '5' });
    try {
      for (let i = 0; i < 5; i += 1) expect((await call(`/nothing/${i}`, { at })).status).to.equal(404);
      const preflight = { method: 'OPTIONS', headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' } };
      const asked: [string, object?][] = [
        ['/'], ['/nothing'], ['/docs'], ['/docs/swagger-ui.css'], ['/docs/pricing-service/openapi.json'], ['/health/dependencies'], ['/metrics'],
        ['/api/v1/prices/1/lock', { method: 'POST' }], ['/api/v1//prices'], ['/api/v1/prices', { method: 'PATCH' }], ['/health', { method: 'POST' }],
        ['/api/v1/prices/1', preflight], ['/api/v1/catalog/offerings/1/full'], ['/api/v1/store/search'], ['/api/v1/prices'],
      ];
      for (const [path, init] of asked) {
        const { status, body, headers } = await call(path, { ...init, at });
        expect([path, status, body?.error.code]).to.eql([path, 429, 'TOO_MANY_REQUESTS']);
        expect(Number(headers.get('retry-after')), path).to.be.within(1, 60);
      }
      for (const path of ['/health', '/health/live', '/health/ready']) expect([path, (await call(path, { at })).status]).to.eql([path, 200]);
    } finally {
      await at.stop();
    }
  });

  it('takes its time with who goes on all the same, and nobody else’s', async () => {
    const at = await startGateway({ RATE_LIMIT_PER_MINUTE: '5' });
    try {
      const refused = () => call('/nothing', { as: 'USER', subject: 'deaf', at });
      for (let i = 0; i < 105; i += 1) await refused();
      const order: string[] = [];
      const late = refused().then(({ status }) => { order.push(`deaf ${status}`); });
      await Promise.all(['a', 'b', 'c'].map(async (subject) => { order.push(`other ${(await call('/nothing', { as: 'USER', subject, at })).status}`); }));
      await late;
      expect(order).to.eql(['other 404', 'other 404', 'other 404', 'deaf 429']);
    } finally {
      await at.stop();
    }
  });

  it('lets nobody keep what it says itself, but for the files of the documentation', async () => {
    for (const path of ['/', '/docs', '/docs/start.js', '/health/dependencies', '/api/v1/prices', '/api/v1/prices/1/lock', '/api/v1/catalog/offerings/1/full']) {
      expect([path, (await call(path)).headers.get('cache-control')]).to.eql([path, 'no-store']);
    }
    expect((await call('/docs/swagger-ui.css')).headers.get('cache-control')).to.equal('public, max-age=3600');
    stubs.store.answerWith(json('{}', 200, { 'cache-control': 'public, max-age=5' }));
    expect((await call('/api/v1/store/search')).headers.get('cache-control')).to.equal('public, max-age=5');
    stubs.store.answerWith(echo);
  });

  it('believes a trusted proxy, and the pages, about where a request came from', async () => {
    const at = await startGateway({ TRUSTED_PROXY_HOPS: '1', PROXY_SECRET: 'a secret of the pages', LOGIN_LIMIT_PER_MINUTE: '1' });
    try {
      const login = (from: string) => call('/api/v1/auth/login', { method: 'POST', at, headers: { 'x-forwarded-for': from } });
      expect((await login('6.6.6.6, 10.0.0.1')).status).to.equal(200);
      expect((await login('10.0.0.2')).status).to.equal(200);
      expect((await login('7.7.7.7, 10.0.0.1')).status).to.equal(429);
      expect(stubs.identity.received.at(-1)?.headers['x-forwarded-for']).to.equal('10.0.0.2');
      const pages = { 'x-forwarded-for': '10.0.0.3', 'x-forwarded-secret': 'a secret of the pages' };
      expect((await call('/api/v1/auth/login', { method: 'POST', at, headers: pages })).status).to.equal(200);
      expect(stubs.identity.received.at(-1)?.headers).to.include({ 'x-forwarded-for': '10.0.0.3' }).and.not.to.have.property('x-forwarded-secret');
    } finally {
      await at.stop();
    }
  });

  it('lets pages of known origins call', async () => {
    const origin = 'http://localhost:3000';
    const preflight = await call('/api/v1/prices/1', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,if-match' },
    });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('access-control-allow-origin')).to.equal(origin);
    expect(preflight.headers.get('access-control-allow-headers')).to.contain('If-Match');
    const refusal = await call('/api/v1/prices', { headers: { origin } });
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).to.eql([401, origin]);
    expect(refusal.headers.get('access-control-expose-headers')).to.contain('X-Correlation-ID');
    const foreign = await call('/api/v1/store/search', { headers: { origin: 'http://evil.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).to.equal(null);
  });

  it('shows the documentation of all services on one page, from its own files', async () => {
    stubs.store.answerWith(json('{"openapi":"3.1.0"}'));
    const page = await call('/docs');
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-security-policy')).to.contain("default-src 'self'").and.not.to.contain('upgrade-insecure-requests');
    for (const [, path] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(path).to.match(/^\/docs\//);
      const asset = await fetch(gateway.url + path);
      expect([path, asset.status]).to.eql([path, 200]);
      await asset.arrayBuffer();
    }
    const start = (await call('/docs/start.js')).text;
    expect(start).to.contain('/docs/store-service/openapi.json').and.to.contain('persistAuthorization: false');
    expect((await call('/docs/store-service/openapi.json')).body).to.eql({ openapi: '3.1.0' });
    expect((await call('/docs/api-gateway/openapi.json')).body.paths).to.have.keys('/health/dependencies', '/api/v1/catalog/offerings/{id}/full');
    expect((await call('/docs/package.json')).status).to.equal(404);
    stubs.store.answerWith(echo);
  });

  it('tells its own health without asking anyone, and that of the services by asking them', async () => {
    expect((await call('/health')).body).to.eql({ status: 'healthy', dependencies: {} });
    expect((await call('/health/ready')).status).to.equal(200);
    for (const name of names) stubs[name].answerWith(json('{"status":"healthy"}'));
    stubs.store.answerWith(json('{"status":"degraded"}'));
    const { dependencies } = await eventually(async () => {
      const { body } = await call('/health/dependencies');
      expect(body.dependencies['pricing-service'].status).to.equal('healthy');
      return body;
    });
    expect(Object.keys(dependencies).length).to.equal(6);
    expect(dependencies['store-service']).to.deep.include({ status: 'degraded', circuit: 'closed' });
    expect(dependencies['pricing-service'].latency_ms).to.be.a('number');
    expect(dependencies['pricing-service'].replicas).to.equal(null);
    for (const name of names) stubs[name].answerWith(echo);
  });

  it('finds out how the services are once a second at most, however many ask', async () => {
    const looks = () => stubs.pricing.received.filter(({ url }) => url === '/health').length;
    const [before, start] = [looks(), performance.now()];
    for (let i = 0; i < 5; i += 1) await Promise.all(Array.from({ length: 10 }, () => call('/health/dependencies')));
    expect(looks() - before).to.be.within(0, 2 + Math.floor((performance.now() - start) / 1_000));
  });

  it('tells how many replicas a service has where the cluster tells it, and everything else where it does not', async () => {
    const cluster = await startStubKubernetes();
    cluster.putSlices([{ service: 'pricing-service', endpoints: [{ pod: 'a', ready: true }, { pod: 'b', ready: false }] }]);
    const at = await startGateway({ COUNT_REPLICAS: 'true', KUBECONFIG: cluster.kubeconfig });
    const replicas = async () => (await call('/health/dependencies', { at })).body.dependencies['pricing-service'].replicas as unknown;
    try {
      await eventually(async () => expect(await replicas()).to.eql({ ready: 1, total: 2 }));
      cluster.refuseEverything(true);
      await eventually(async () => expect(await replicas()).to.equal(null));
    } finally {
      expect(await at.stop()).to.equal(0);
      await cluster.stop();
    }
  });

  it('survives what is hardly HTTP', async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const lines = [
      'GET http://evil.example/api/v1/store/search HTTP/1.1', 'Host: x', 'Connection: close, x-correlation-id', 'Expect: 100-continue',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const said = (await socket.toArray()).join('');
    expect(said).to.contain('HTTP/1.1 200 OK');
    expect(said).to.contain('"url":"/api/v1/store/search"');
    expect((await call('/health/live')).status).to.equal(200);
  });
});
