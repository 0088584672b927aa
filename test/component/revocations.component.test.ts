import { type Listening, publishedTrust, serve } from '@catalog/http/server';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import Koa from 'koa';
import { type RunningIdentity, startIdentity } from '../../services/identity-service/test/running-identity.ts';
import { identityAt, keepSignedIn, requireSignIn } from '../../services/web-ui/src/server/session/index.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { createTestVhost, type TestVhost } from '../support/rabbitmq.ts';
import { type RunningService, startService } from '../support/start-service.ts';

const nowhere = 'http://127.0.0.1:1';
type Tokens = { access_token: string; refresh_token: string };

describe('Whoever is disabled, or gets another role', function () {
  let identity: RunningIdentity, gateway: RunningService, service: RunningService, pages: Listening;
  let database: TestDatabase,
    vhost: TestVhost,
    identityIsUp = true;

  before(async () => {
    [identity, database, vhost] = await Promise.all([startIdentity(), createTestDatabase(), createTestVhost()]);
    const JWKS_URL = `${identity.service.url}/api/v1/auth/jwks`;
    service = await startService('characteristic-service', { JWKS_URL, DATABASE_URL: database.url, RABBITMQ_URL: vhost.url });
    const others = ['SPECIFICATION', 'PRICING', 'OFFERING', 'STORE'].map((name) => [`${name}_SERVICE_URL`, nowhere]);
    gateway = await startService('api-gateway', {
      JWKS_URL,
      IDENTITY_SERVICE_URL: identity.service.url,
      CHARACTERISTIC_SERVICE_URL: service.url,
      ...Object.fromEntries(others),
    });
    const trust = publishedTrust(`${gateway.url}/api/v1/auth/jwks`);
    const app = new Koa();
    app.use(keepSignedIn(identityAt(gateway.url), (token) => trust().then(({ isRevoked }) => isRevoked(token))));
    app.use(requireSignIn('/catalog'));
    app.use((ctx) => {
      ctx.body = 'a page';
    });
    pages = await serve(app, { host: '127.0.0.1', port: 0 });
  });

  after(async () => {
    await pages?.stop();
    await gateway?.stop();
    await service?.stop();
    if (identityIsUp) await identity?.stop();
    await Promise.all([database?.drop(), vhost?.delete()]);
  });

  const signIn = async (username: string): Promise<Tokens> => (await identity.signIn(username, 'long enough')).body;
  const change = (id: string, body: object) => identity.call('replaceUser', { as: 'ADMIN', params: { id }, body });
  const status = async (url: string, { access_token }: Tokens, init: RequestInit = {}) =>
    (await fetch(url, { ...init, headers: { authorization: `Bearer ${access_token}`, ...init.headers } })).status;
  const characteristics = () => [gateway, service].map(({ url }) => `${url}/api/v1/characteristics`);
  /** What the web pages do before a page is rendered. */
  const pageFor = (cookie: string) => fetch(`${pages.url}/catalog`, { headers: { cookie }, redirect: 'manual' });
  const everywhere = async (tokens: Tokens) =>
    Promise.all([
      status(`${identity.service.url}/api/v1/auth/me`, tokens),
      ...characteristics().map((url) => status(url, tokens)),
      pageFor(`catalog_access=${tokens.access_token}`).then((response) => response.status),
    ]);
  const [accepted, refused] = [
    [200, 200, 200, 200],
    [401, 401, 401, 303],
  ];

  it('is refused everywhere with the tokens from before within seconds, and let in at once with those from after', async () => {
    const [eve, dan] = await Promise.all(['eve', 'dan'].map((username) => identity.created({ username, role: 'ADMIN' })));
    const [evesOld, dansOld] = [await signIn('eve'), await signIn('dan')];
    expect([await everywhere(evesOld), await everywhere(dansOld)]).to.eql([accepted, accepted]);

    expect((await change(eve!.id, { role: 'ADMIN', disabled: true })).status).to.equal(200);
    expect((await change(dan!.id, { role: 'USER', disabled: false })).status).to.equal(200);
    await eventually(
      async () => {
        expect(await everywhere(evesOld)).to.eql(refused);
        expect(await everywhere(dansOld)).to.eql(refused);
      },
      { every: 250 },
    );

    expect((await change(eve!.id, { role: 'ADMIN', disabled: false })).status).to.equal(200);
    expect(await everywhere(await signIn('eve'))).to.eql(accepted);
    expect(await everywhere(evesOld)).to.eql(refused);

    const page = await pageFor(`catalog_access=${dansOld.access_token}; catalog_refresh=${dansOld.refresh_token}`);
    const access_token = /catalog_access=([^;]+)/.exec(page.headers.getSetCookie().join())![1]!;
    expect([page.status, decodeJwt(access_token)['role']]).to.eql([200, 'USER']);
    const dansNew = { access_token, refresh_token: '' };
    expect(await everywhere(dansNew)).to.eql(accepted);
    for (const url of characteristics()) expect(await status(url, dansNew, { method: 'POST' })).to.equal(403);
  });

  it('stays refused while the identity service does not answer, and nobody else is', async () => {
    const [eve] = await Promise.all(['eve-2', 'dan-2'].map((username) => identity.created({ username })));
    const [eves, dans] = [await signIn('eve-2'), await signIn('dan-2')];
    expect((await change(eve!.id, { role: 'USER', disabled: true })).status).to.equal(200);
    await eventually(async () => expect(await everywhere(eves)).to.eql(refused), { every: 250 });
    expect(await everywhere(dans)).to.eql(accepted);
    await identity.stop();
    identityIsUp = false;
    for (const url of characteristics()) expect([await status(url, eves), await status(url, dans)]).to.eql([401, 200]);
  });
});
