import { expect } from 'chai';
import { openStage, type Stage } from './stage.ts';

describe('The gateway refuses', () => {
  let stage: Stage, issuer: Stage['issuer'], stubs: Stage['stubs'], call: Stage['call'];

  before(async () => {
    stage = await openStage();
    ({ issuer, stubs, call } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  async function expectRefusal(path: string, refusal: string, init: Parameters<typeof call>[1] = {}): Promise<void> {
    const { status, body } = await call(path, init);
    expect(body.error).to.have.all.keys('code', 'message', 'details', 'correlation_id');
    expect(`${status} ${body.error.code}`).to.equal(refusal);
  }

  it('locks and service tokens to everyone, before it looks at anything else', async () => {
    const paths = [
      '/api/v1/prices/1/lock',
      '/api/v1/prices/1/unlock',
      '/api/v1/prices/1/LOCK/',
      '/api/v1/prices/1/%6cock',
      '/api/v1/auth/token',
      '/api/v1/auth/TOKEN/',
    ];
    const before = stubs.pricing.received.length + stubs.identity.received.length;
    for (const path of paths) {
      await expectRefusal(path, '403 FORBIDDEN', { method: 'POST' });
      await expectRefusal(path, '403 FORBIDDEN', { method: 'POST', as: 'SERVICE' });
      await expectRefusal(path, '403 FORBIDDEN', { headers: { authorization: 'Bearer nonsense' } });
    }
    expect(stubs.pricing.received.length + stubs.identity.received.length).to.equal(before);
  });

  it('requests without a token, unless the path is public', async () => {
    for (const path of ['/api/v1/prices', '/api/v1/offerings/1', '/api/v1/auth/me', '/api/v1/auth/logout']) {
      await expectRefusal(path, '401 UNAUTHENTICATED');
    }
    await expectRefusal('/api/v1/store/rebuild', '401 UNAUTHENTICATED', { method: 'POST' });
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
      await expectRefusal('/api/v1/store/search', '401 UNAUTHENTICATED', { headers: { authorization } });
      await expectRefusal('/api/v1/auth/login', '401 UNAUTHENTICATED', { method: 'POST', headers: { authorization } });
    }
  });

  it('changes by a role that can never make them', async () => {
    await expectRefusal('/api/v1/prices', '403 FORBIDDEN', { as: 'USER', method: 'POST' });
    await expectRefusal('/api/v1/characteristics/1', '403 FORBIDDEN', { as: 'USER', method: 'PUT' });
    expect((await call('/api/v1/offerings', { as: 'USER', method: 'POST' })).status).to.equal(200);
  });

  it('unknown paths, unknown methods, and paths that could be read in two ways', async () => {
    await expectRefusal('/', '404 NOT_FOUND');
    await expectRefusal('/api/v1/pricesandmore', '404 NOT_FOUND', { as: 'ADMIN' });
    await expectRefusal('/api/v1/prices', '405 METHOD_NOT_ALLOWED', { as: 'ADMIN', method: 'PATCH' });
    await expectRefusal('/health/dependencies', '405 METHOD_NOT_ALLOWED', { method: 'POST' });
    for (const path of ['/api/v1//prices', '/api/v1/prices/a%2Flock', '/api/v1/prices/%zz']) {
      await expectRefusal(path, '400 MALFORMED_REQUEST', { as: 'ADMIN' });
    }
  });

  it('a body longer than the services take: by its length at once, a chunked one as soon as it is too much', async () => {
    const before = stubs.offering.received.length;
    const large = Buffer.alloc(65_537, 32);
    await expectRefusal('/api/v1/offerings', '413 BODY_TOO_LARGE', { as: 'USER', method: 'POST', body: large });
    expect(stubs.offering.received.length).to.equal(before);
    const chunked = () =>
      new ReadableStream({
        start(controller) {
          for (let sent = 0; sent <= 65_536; sent += 8_192) controller.enqueue(new Uint8Array(8_192));
          controller.close();
        },
      });
    for (const headers of [{}, {}, {}, { 'idempotency-key': 'k' }]) {
      const init = { as: 'USER' as const, method: 'POST', body: chunked(), duplex: 'half' as const, headers };
      await expectRefusal('/api/v1/offerings', '413 BODY_TOO_LARGE', init);
    }
    expect(await stage.circuitOf('offering')).to.equal('closed');
    const fits = await call('/api/v1/offerings', { as: 'USER', method: 'POST', body: Buffer.alloc(65_536, 32) });
    expect(fits.body.body.length).to.equal(65_536);
    await expectRefusal('/api/v1/auth/refresh', '413 BODY_TOO_LARGE', { method: 'POST', body: large.subarray(0, 8_193) });
    expect(stubs.offering.received.length).to.equal(before + 1);
  });
});
