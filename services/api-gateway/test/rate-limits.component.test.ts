import { expect } from 'chai';
import { openStage, type Stage } from './stage.ts';

describe('The gateway’s rate limits', () => {
  let stage: Stage, call: Stage['call'], startGateway: Stage['startGateway'];

  before(async () => {
    stage = await openStage();
    ({ call, startGateway } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
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

  it('limits every request except probes', async () => {
    const at = await startGateway({ RATE_LIMIT_PER_MINUTE: '5' });
    try {
      for (let i = 0; i < 5; i += 1) expect((await call(`/nothing/${i}`, { at })).status).to.equal(404);
      const preflight = { method: 'OPTIONS', headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' } };
      const asked: [string, object?][] = [
        ['/'],
        ['/nothing'],
        ['/docs'],
        ['/docs/swagger-ui.css'],
        ['/docs/pricing-service/openapi.json'],
        ['/health/dependencies'],
        ['/metrics'],
        ['/api/v1/prices/1/lock', { method: 'POST' }],
        ['/api/v1//prices'],
        ['/api/v1/prices', { method: 'PATCH' }],
        ['/health', { method: 'POST' }],
        ['/api/v1/prices/1', preflight],
        ['/api/v1/catalog/offerings/1/full'],
        ['/api/v1/store/search'],
        ['/api/v1/prices'],
      ];
      for (const [path, init] of asked) {
        const { status, body, headers } = await call(path, { ...init, at });
        expect([path, status, body?.error.code]).to.eql([path, 429, 'TOO_MANY_REQUESTS']);
        expect(Number(headers.get('retry-after')), path).to.be.within(1, 60);
      }
      for (const path of ['/health', '/health/live', '/health/ready'])
        expect([path, (await call(path, { at })).status]).to.eql([path, 200]);
    } finally {
      await at.stop();
    }
  });

  it('delays whoever goes on after many refusals, and nobody else', async () => {
    const at = await startGateway({ RATE_LIMIT_PER_MINUTE: '5' });
    try {
      const refused = () => call('/nothing', { as: 'USER', subject: 'deaf', at });
      for (let i = 0; i < 105; i += 1) await refused();
      const order: string[] = [];
      const late = refused().then(({ status }) => {
        order.push(`deaf ${status}`);
      });
      await Promise.all(
        ['a', 'b', 'c'].map(async (subject) => {
          order.push(`other ${(await call('/nothing', { as: 'USER', subject, at })).status}`);
        }),
      );
      await late;
      expect(order).to.eql(['other 404', 'other 404', 'other 404', 'deaf 429']);
    } finally {
      await at.stop();
    }
  });
});
