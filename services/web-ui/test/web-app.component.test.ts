import type { Role } from '@catalog/contracts';
import { serve, type Listening } from '@catalog/http/server';
import { registry } from '@catalog/observability';
import { expect } from 'chai';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { PageHandler } from '../src/server/next-app.ts';
import type { Identity, SignInResult, Tokens } from '../src/server/session/identity.ts';
import type { RevocationCheck } from '../src/server/session/index.ts';
import { createWebApp } from '../src/server/web-app.ts';

const token = (secondsLeft: number): string =>
  `head.${Buffer.from(JSON.stringify({ sub: 'ada-1', iat: 1_000, exp: Math.floor(Date.now() / 1000) + secondsLeft, username: 'ada', role: 'ADMIN' })).toString('base64url')}.signature`;

const tokens = (access_token: string, refresh_token: string): Tokens => ({
  access_token,
  expires_in: 3_600,
  refresh_token,
  refresh_expires_in: 7_200,
});

describe('What is around the pages', () => {
  let server: Listening;
  let rendered: IncomingMessage['headers'][];
  let asked: string[];
  let answer: SignInResult;
  let role: Role | undefined;
  let isRevoked: RevocationCheck;

  const identity: Identity = {
    signIn: async ({ username, password }) => {
      asked.push(`sign in ${username} ${password}`);
      return answer;
    },
    refresh: async (refreshToken) => {
      asked.push(`refresh ${refreshToken}`);
      return answer;
    },
    signOut: async ({ refresh_token }) => {
      asked.push(`sign out ${refresh_token}`);
    },
    roleOf: async (bearer) => {
      asked.push(`role of ${bearer}`);
      return role;
    },
  };

  before(async () => {
    const app = createWebApp({
      identity,
      isRevoked: (token) => isRevoked(token),
      health: {},
      requestsPerMinute: 100_000,
      trustedProxyHops: 0,
      pages: async (request, response) => {
        rendered.push({ ...request.headers });
        response.end('a page');
      },
    });
    server = await serve(app, { host: '127.0.0.1', port: 0 });
  });
  after(() => server.stop());
  beforeEach(() => {
    [rendered, asked, answer, role, isRevoked] = [[], [], { tokens: tokens(token(3_600), 'next') }, 'ADMIN', async () => false];
  });

  const ask = (path: string, init: RequestInit = {}) => fetch(server.url + path, { redirect: 'manual', ...init });
  const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
    ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  /** The path as it stands, which fetch would tidy up. */
  const askRaw = (path: string) =>
    new Promise<{ status: number | undefined; headers: IncomingHttpHeaders }>((resolve, reject) => {
      const { hostname: host, port } = new URL(server.url);
      request({ host, port, path }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, headers: response.headers });
      })
        .on('error', reject)
        .end();
    });
  const shownCookies = () => rendered[0]?.cookie ?? '';

  it('allows scripts and styles by a nonce that no other page has, and tells the renderer', async () => {
    const policies = await Promise.all(['/', '/'].map(async (path) => (await ask(path)).headers.get('content-security-policy')!));
    const [one, other] = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)![1]);
    expect(one).not.to.equal(other);
    expect(policies[0]).to.include("default-src 'none'").and.not.to.include('unsafe');
    expect(rendered.map((headers) => headers['content-security-policy'])).to.have.members(policies);
  });

  it('keeps the tokens where no script can read them, and goes on to where one was', async () => {
    const response = await send('/session', { username: 'ada', password: 'secret', next: '/catalog?page=2' });
    expect([response.status, response.headers.get('location')]).to.eql([303, '/catalog?page=2']);
    const cookies = response.headers.getSetCookie();
    expect(cookies).to.have.length(2);
    for (const cookie of cookies) expect(cookie).to.match(/; path=\/;.*; samesite=lax; httponly/i);
    expect(asked).to.eql(['sign in ada secret']);
    expect(await response.text()).to.equal('');
  });

  it('goes on to no other site', async () => {
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      '/%2e//evil.example',
      'catalog',
      '',
    ]) {
      expect((await send('/session', { username: 'ada', password: 'secret', next })).headers.get('location'), next).to.equal('/');
      expect((await send('/preferences', { back: next })).headers.get('location'), next).to.equal('/');
    }
  });

  it('refuses a path that could be read in two ways, before anything is decided by it', async () => {
    const paths = [
      '/_next/static/../../sign-in',
      '/_next/static/%2e%2e/%2e%2e/sign-in',
      '/_next/static/..%2f..%2fsign-in',
      '/_next/static/..%5c..%5csign-in',
      '/_next/static//sign-in',
      '/catalog/./prices',
      '//catalog/prices',
      '/%252e%252e/catalog',
      '/catalog%00',
      '/catalog/%',
      '/catalog\\prices',
      'http://other.example/sign-in',
      '*',
    ];
    for (const path of paths) {
      const { status, headers } = await askRaw(path);
      expect([path, status, typeof headers['content-security-policy']]).to.eql([path, 400, 'string']);
    }
    expect(rendered).to.eql([]);
  });

  it('has a security policy and a log line for every reply, files of the build, refusals and redirects included', async () => {
    for (const path of ['/', '/none', '/_next/static/chunks/a.js', '/_next/static/../../sign-in', '/catalog', '/session', '/health']) {
      const { headers } = await askRaw(path);
      expect(headers['content-security-policy'], path).to.include("default-src 'none'");
      // It comes with the line.
      if (path !== '/health') expect(headers['x-correlation-id'], path).to.be.a('string');
    }
  });

  it('counts what is asked for by the names of its routes alone', async () => {
    const series = async () =>
      (await registry.metrics()).split('\n').filter((one) => one.startsWith('http_request_duration_seconds_count'));
    await ask('/none');
    const before = await series();
    for (let i = 0; i < 1_000; i += 1) await ask(`/abc-${i}/`);
    expect(await series()).to.have.length(before.length);
    await ask('/offerings/7c3f1f0e-0000-4000-8000-000000000000');
    expect((await series()).join('\n'))
      .to.include('route="/offerings/{id}"')
      .and.not.to.include('abc-');
  });

  it('lets nobody keep what somebody was shown', async () => {
    for (const path of ['/', '/catalog', '/catalog/prices'])
      expect((await ask(path)).headers.get('cache-control'), path).to.equal('no-store');
    expect((await ask('/_next/static/chunks/a.js')).headers.get('cache-control')).to.equal(null);
  });

  it('says why one could not sign in', async () => {
    answer = { refusal: { code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 30 } };
    const response = await send('/session', { username: 'ada', password: 'wrong', next: '/catalog' });
    expect(response.headers.get('location')).to.equal('/sign-in?problem=TOO_MANY_REQUESTS&next=%2Fcatalog&wait=30');
    expect(response.headers.getSetCookie()).to.eql([]);
  });

  it('refuses what another site, or nobody who would say so, makes a browser send', async () => {
    const others = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' },
      {},
    ];
    for (const headers of others) {
      expect((await send('/session', { username: 'ada', password: 'secret' }, headers)).status, JSON.stringify(headers)).to.equal(403);
      expect((await send('/', {}, headers)).status).to.equal(403);
    }
    expect([asked, rendered]).to.eql([[], []]);
    expect((await send('/preferences', {}, { origin: server.url })).status).to.equal(303);
  });

  it('exchanges a token that ends before the page is rendered, once for all requests that bring it', async () => {
    const cookie = `theme=dark; catalog_access=${token(5)}; catalog_refresh=last`;
    const responses = await Promise.all([1, 2, 3].map(() => ask('/catalog', { headers: { cookie } })));
    expect(asked).to.eql(['refresh last']);
    for (const response of responses) expect(response.headers.getSetCookie().join()).to.include('catalog_refresh=next');
    expect(shownCookies()).to.include('theme=dark').and.to.include('catalog_refresh=next').and.not.to.include('=last');
  });

  it('leaves a token alone that lasts', async () => {
    await ask('/catalog', { headers: { cookie: `catalog_access=${token(3_000)}; catalog_refresh=lasting` } });
    expect(asked).to.eql([]);
    expect(shownCookies()).to.include('catalog_refresh=lasting');
  });

  it('exchanges a token that is revoked, and forgets who was signed in when there is no other to be had', async () => {
    isRevoked = async ({ subject, issuedAt }) => subject === 'ada-1' && issuedAt < 2_000;
    const init = { headers: { cookie: `catalog_access=${token(3_000)}; catalog_refresh=revoked` } };
    expect((await ask('/catalog', init)).status).to.equal(200);
    expect(asked).to.eql(['refresh revoked']);
    expect(shownCookies()).to.include('catalog_refresh=next');
    answer = { refusal: { code: 'INVALID_CREDENTIALS', retryAfterSeconds: undefined } };
    const refused = await ask('/catalog', { headers: { cookie: `catalog_access=${token(3_000)}; catalog_refresh=ended` } });
    expect([refused.status, refused.headers.get('location')]).to.eql([303, '/sign-in?next=%2Fcatalog']);
    expect((await ask('/catalog', { headers: { cookie: `catalog_access=${token(3_000)}` } })).status).to.equal(303);
  });

  it('forgets who was signed in once the refresh token is refused, but not while nobody answers', async () => {
    const cookie = 'catalog_refresh=used';
    answer = { refusal: { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: undefined } };
    expect((await ask('/', { headers: { cookie } })).headers.getSetCookie()).to.eql([]);
    answer = { refusal: { code: 'INVALID_CREDENTIALS', retryAfterSeconds: undefined } };
    const response = await ask('/', { headers: { cookie } });
    expect(response.headers.getSetCookie().join()).to.match(/catalog_refresh=;.*expires=Thu, 01 Jan 1970/);
    expect(asked).to.eql(['refresh used', 'refresh used']);
    expect(rendered.at(-1)?.cookie).to.equal('');
  });

  it('shows the catalog to nobody who is not signed in, and brings them back once they are', async () => {
    const [page, action] = [await ask('/catalog/prices?page=2'), await send('/catalog/prices', {})];
    expect([page.status, page.headers.get('location')]).to.eql([303, '/sign-in?next=%2Fcatalog%2Fprices%3Fpage%3D2']);
    expect([action.status, action.headers.get('location')]).to.eql([303, '/sign-in?next=%2Fcatalog']);
    expect(rendered).to.eql([]);
    expect((await ask('/catalog', { headers: { cookie: `catalog_access=${token(-5)}` } })).status).to.equal(303);
    expect((await ask('/catalogue')).status).to.equal(200);
  });

  it('signs out there and here', async () => {
    const response = await send(
      '/session/end',
      {},
      { 'sec-fetch-site': 'same-origin', cookie: `catalog_access=${token(900)}; catalog_refresh=mine` },
    );
    expect([response.status, response.headers.get('location'), asked]).to.eql([303, '/', ['sign out mine']]);
    expect(response.headers.getSetCookie()).to.have.length(2);
  });

  it('signs out there even when the token has ended meanwhile, with the one that follows', async () => {
    await send('/session/end', {}, { 'sec-fetch-site': 'same-origin', cookie: `catalog_access=${token(-5)}; catalog_refresh=late` });
    expect(asked).to.eql(['refresh late', 'sign out next']);
  });

  it('keeps the language and the colours that somebody chose, and nothing else', async () => {
    const response = await send('/preferences', { language: 'tr', theme: 'neon', back: '/?query=fibre' });
    expect([response.status, response.headers.get('location')]).to.eql([303, '/?query=fibre']);
    expect(response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])).to.eql(['language=tr']);
  });

  it('tells the renderer who asks, whatever the browser says', async () => {
    await ask('/', { headers: { 'x-forwarded-for': '192.0.2.1', 'x-correlation-id': 'mine' } });
    expect(rendered[0]).to.include({ 'x-forwarded-for': '127.0.0.1', 'x-correlation-id': 'mine' });
  });

  describe('What a form of a page sends', () => {
    const cookie = `catalog_access=${token(900)}`;
    const browser = { 'sec-fetch-site': 'same-origin', cookie };
    const post = (path: string, bytes: number) => ask(path, { method: 'POST', body: 'a'.repeat(bytes), headers: browser });
    /** Says how much there will be, and sends none of it. */
    const announce = (path: string, length: number | undefined) =>
      new Promise<{ status: number | undefined; location: string | undefined }>((resolve, reject) => {
        const { hostname: host, port } = new URL(server.url);
        const announced = length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': length };
        const sent = request({ host, port, path, method: 'POST', headers: { ...browser, ...announced } }, ({ statusCode, headers }) => {
          resolve({ status: statusCode, location: headers.location });
          sent.destroy();
        });
        sent.on('error', reject);
        sent.flushHeaders();
      });

    it('is not waited for before the catalog has said who sends it', async () => {
      role = undefined;
      expect(await announce('/catalog/transfer', 1_000_000)).to.eql({ status: 303, location: '/sign-in?next=%2Fcatalog' });
      expect(await announce('/catalog/prices/new', 1_000)).to.eql({ status: 303, location: '/sign-in?next=%2Fcatalog' });
      role = 'USER';
      expect(await announce('/catalog/transfer', 1_000_000)).to.include({ status: 403 });
      expect(rendered).to.eql([]);
      expect(asked).to.eql(Array(3).fill(`role of ${cookie.slice('catalog_access='.length)}`));
    });

    it('is not waited for where it is too much, or would be without end', async () => {
      expect(await announce('/catalog/transfer', 1_200_000)).to.eql({ status: 303, location: '/catalog/transfer?problem=tooLarge' });
      expect(await announce('/catalog/prices/new', 300_000)).to.include({ status: 413 });
      expect(await announce('/catalog/transfer', undefined)).to.include({ status: 400 });
      expect(rendered).to.eql([]);
    });

    it('reaches its page, where it may be sent', async () => {
      expect((await post('/catalog/transfer', 1_000_000)).status).to.equal(200);
      role = 'USER';
      expect((await post('/catalog/offerings/new', 10_000)).status).to.equal(200);
      expect(rendered).to.have.length(2);
    });

    it('is taken by pages of the catalog alone', async () => {
      for (const path of ['/', '/suggest', '/sign-in', '/offerings/1', '/none']) expect((await post(path, 10)).status, path).to.equal(405);
      expect((await ask('/catalog/prices/1', { method: 'DELETE', headers: browser })).status).to.equal(405);
      expect(rendered).to.eql([]);
    });
  });

  it('limits what one address may ask, whatever it asks for, but for probes', async () => {
    const pages: PageHandler = async (_, response) => {
      response.end('a page');
    };
    const limited = await serve(
      createWebApp({ identity, isRevoked: async () => false, health: {}, requestsPerMinute: 4, trustedProxyHops: 1, pages }),
      { host: '127.0.0.1', port: 0 },
    );
    try {
      const from = (address: string, path: string) =>
        fetch(limited.url + path, { redirect: 'manual', headers: { 'x-forwarded-for': address } });
      const statuses = [];
      for (const path of ['/', '/_next/static/a.js', '/catalog', '/none', '/', '/_next/static/a.js', '/metrics', '/health'])
        statuses.push((await from('192.0.2.1', path)).status);
      expect(statuses).to.eql([200, 200, 303, 200, 429, 429, 429, 200]);
      expect(Number((await from('192.0.2.1', '/')).headers.get('retry-after'))).to.be.within(1, 60);
      expect((await from('192.0.2.2', '/')).status).to.equal(200);
    } finally {
      await limited.stop();
    }
  });

  it('refuses a form that is too long to be one of ours', async () => {
    expect((await send('/session', { username: 'a'.repeat(10_000) })).status).to.equal(400);
  });
});
