import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, importSPKI, jwtVerify } from 'jose';
import pg from 'pg';
import { eventually } from '../../../test/support/eventually.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import type { RunningService } from '../../../test/support/start-service.ts';
import { aName, type RunningIdentity, startIdentity } from './running-identity.ts';

const expected = { issuer: 'product-catalog', audience: 'product-catalog' };

describe('The identity service', () => {
  let identity: RunningIdentity, service: RunningService;
  let { call, signIn, refresh, created, untested } = {} as RunningIdentity;

  before(async function () {
    identity = await startIdentity();
    ({ service, call, signIn, refresh, created, untested } = identity);
  });

  after(async () => expect(await identity.stop()).to.equal(0));

  it('signs in the well-known users, whatever the case of the name, with a token that says who they are', async () => {
    const { status, body, headers } = await signIn('ADMIN', 'admin');
    expect(status).to.equal(200);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(body).to.include({ token_type: 'Bearer', expires_in: 3600, refresh_expires_in: 604_800 });
    const published = createRemoteJWKSet(new URL(`${service.url}/api/v1/auth/jwks`));
    const { payload, protectedHeader } = await jwtVerify(body.access_token, published, { ...expected, algorithms: ['RS256'] });
    expect(payload).to.include({ username: 'admin', role: 'ADMIN' });
    expect(payload).to.have.all.keys('sub', 'username', 'role', 'iat', 'exp', 'iss', 'aud');
    expect(payload.exp! - payload.iat!).to.equal(3600);
    expect(protectedHeader.kid).to.be.a('string');
  });

  it('refuses a wrong password and an unknown user with the same words', async () => {
    const [wrong, unknown] = await Promise.all([signIn('admin', 'nimda'), signIn('nobody', 'admin')]);
    expect([wrong.status, unknown.status]).to.eql([401, 401]);
    expect(wrong.body.error.code).to.equal('INVALID_CREDENTIALS');
    const { correlation_id: _, ...said } = wrong.body.error;
    expect(unknown.body.error).to.deep.include(said);
    expect((await signIn('admin', 'x'.repeat(73))).body.error.code).to.equal('VALIDATION_ERROR');
    expect((await call('login', { body: { username: 'admin' } })).status).to.equal(400);
  });

  it('publishes its key as PEM and as a key set that may be kept for a moment', async () => {
    const pem = await call('getPublicKey');
    const jwks = await call('getJwks');
    expect(jwks.headers.get('cache-control')).to.equal('public, max-age=2');
    expect(pem.body).to.deep.include({ algorithm: 'RS256', kid: jwks.body.keys[0].kid });
    const { body } = await signIn('user', 'user');
    expect((await jwtVerify(body.access_token, await importSPKI(pem.body.public_key, 'RS256'))).payload['role']).to.equal('USER');
  });

  it('exchanges a refresh token once; when it comes back, all that followed from it ends', async () => {
    const first = (await signIn('user', 'user')).body.refresh_token;
    const second = await refresh(first);
    expect(second.status).to.equal(200);
    expect(second.body).to.include({ token_type: 'Bearer' });
    expect(second.body.refresh_token).not.to.equal(first);
    const third = (await refresh(second.body.refresh_token)).body.refresh_token;
    expect((await refresh(first)).body.error.code).to.equal('INVALID_CREDENTIALS');
    expect((await refresh(third)).status).to.equal(401);
    expect((await refresh('unknown')).status).to.equal(401);
    expect((await refresh('')).status).to.equal(400);
  });

  it('lets one of two simultaneous exchanges succeed', async () => {
    const { refresh_token } = (await signIn('user', 'user')).body;
    const statuses = (await Promise.all([refresh(refresh_token), refresh(refresh_token)])).map(({ status }) => status);
    expect(statuses.sort()).to.eql([200, 401]);
  });

  it('forgets a refresh token at logout, and only its owner can say so', async () => {
    const mine = (await signIn('user', 'user')).body.refresh_token;
    expect((await call('logout', { as: 'ADMIN', body: { refresh_token: mine } })).status).to.equal(204);
    const next = (await refresh(mine)).body.refresh_token;
    for (let i = 0; i < 2; i += 1) expect((await call('logout', { as: 'USER', body: { refresh_token: next } })).status).to.equal(204);
    expect((await refresh(next)).status).to.equal(401);
    expect((await call('logout', { body: { refresh_token: next } })).status).to.equal(401);
    expect((await call('logout', { as: 'SERVICE', body: { refresh_token: next } })).status).to.equal(403);
    expect((await call('logout', { as: 'USER', body: {} })).status).to.equal(400);
  });

  it('keeps no refresh token and no password that could be used', async () => {
    const client = new pg.Client({ connectionString: identity.databaseUrl });
    await client.connect();
    const { refresh_token } = (await signIn('user', 'user')).body;
    const { rows } = await client.query<{ text: string }>(`
      select to_jsonb(r)::text as text from refresh_tokens r union all select to_jsonb(u)::text from users u`);
    await client.end();
    const all = rows.map(({ text }) => text).join('\n');
    expect(all).not.to.contain(refresh_token);
    expect(all).to.contain('$2b$12$');
    expect(service.logged.map((line) => JSON.stringify(line)).join('\n')).not.to.contain(refresh_token);
  });

  it('gives services a token of ten minutes for their secret', async () => {
    const credentials = { grant_type: 'client_credentials', client_id: 'store-service', client_secret: 'sesame' };
    const { status, body } = await call('issueServiceToken', { body: credentials });
    expect(status).to.equal(200);
    expect(body).to.include({ token_type: 'Bearer', expires_in: 600 });
    const me = await call('getMe', { headers: { authorization: `Bearer ${body.access_token}` } });
    expect(me.body).to.eql({ id: 'store-service', username: 'store-service', role: 'SERVICE' });
    const refused = async (changes: object) => (await call('issueServiceToken', { body: { ...credentials, ...changes } })).body.error.code;
    expect(await refused({ client_secret: 'wrong' })).to.equal('INVALID_CREDENTIALS');
    expect(await refused({ client_id: 'admin' })).to.equal('INVALID_CREDENTIALS');
    expect(await refused({ grant_type: 'password' })).to.equal('VALIDATION_ERROR');
  });

  it('tells everyone who is signed in who they are', async () => {
    expect((await call('getMe', { as: 'ADMIN' })).body).to.include({ username: 'admin', role: 'ADMIN' });
    expect((await call('getMe')).status).to.equal(401);
    expect((await call('getMe', { headers: { authorization: 'Bearer a.b.c' } })).status).to.equal(401);
  });

  it('creates a user, who can then sign in', async () => {
    const username = aName();
    const { status, body, headers } = await call('createUser', { as: 'ADMIN', body: { username, password: 'long enough', role: 'USER' } });
    expect(status).to.equal(201);
    expect(body).to.have.all.keys('id', 'username', 'role', 'disabled', 'version', 'created_at', 'updated_at');
    expect(headers.get('location')).to.equal(`/api/v1/auth/users/${body.id}`);
    expect((await call('getUser', { as: 'ADMIN', params: { id: body.id } })).body).to.eql(body);
    expect((await signIn(username, 'long enough')).status).to.equal(200);
  });

  it('refuses a name that is taken, in whatever case, and input that is none', async () => {
    const { username } = await created({ username: `ığdır-${aName()}` });
    const create = (body: object) =>
      call('createUser', { as: 'ADMIN', body: { username: aName(), password: 'long enough', role: 'USER', ...body } });
    const again = await create({ username: username.replace('ğ', 'Ğ') });
    expect(again.status).to.equal(409);
    expect(again.body.error).to.deep.include({ code: 'USERNAME_TAKEN', details: { field: 'username' } });
    const faults = [
      { username: 'a b' },
      { username: '' },
      { password: 'short' },
      { password: 'şğıöç'.repeat(8) },
      { password: 'aaaaaaaaaaaa' },
      { role: 'SERVICE' },
      { admin: true },
    ];
    for (const fault of faults) expect([fault, (await create(fault)).status]).to.eql([fault, 400]);
  });

  it('lists users in pages, by name', async () => {
    await Promise.all([created(), created()]);
    const { body, headers } = await call('listUsers', { as: 'ADMIN', query: { page: 2, page_size: 1 } });
    expect(body).to.include({ page: 2, page_size: 1 });
    expect(body.total).to.be.at.least(4);
    expect(body.items).to.have.length(1);
    expect(headers.get('link')).to.contain('rel="prev"');
    expect((await call('listUsers', { as: 'ADMIN', query: { page: 0 } })).status).to.equal(400);
  });

  it('changes a role, a password and whether someone may sign in, which ends what they were signed in to', async () => {
    const user = await created();
    const { refresh_token } = (await signIn(user.username, 'long enough')).body;
    const change = (body: object, headers = {}) => call('replaceUser', { as: 'ADMIN', params: { id: user.id }, body, headers });
    expect((await change({ role: 'ADMIN', disabled: false })).body).to.include({ role: 'ADMIN', version: 2 });
    const refreshed = await refresh(refresh_token);
    expect((await call('getMe', { headers: { authorization: `Bearer ${refreshed.body.access_token}` } })).body.role).to.equal('ADMIN');

    expect((await change({ role: 'USER', disabled: false, password: 'another one' })).status).to.equal(200);
    expect((await refresh(refreshed.body.refresh_token)).status).to.equal(401);
    expect((await signIn(user.username, 'long enough')).status).to.equal(401);
    const again = (await signIn(user.username, 'another one')).body.refresh_token;

    expect((await change({ role: 'USER', disabled: true }, { 'if-match': '"1"' })).status).to.equal(412);
    expect((await change({ role: 'USER', disabled: true }, { 'if-match': '"3"' })).status).to.equal(200);
    expect((await signIn(user.username, 'another one')).body.error.code).to.equal('INVALID_CREDENTIALS');
    expect((await refresh(again)).status).to.equal(401);
    expect((await change({ role: 'KING', disabled: true })).status).to.equal(400);
    const nobody = await call('replaceUser', { as: 'ADMIN', params: { id: randomUUID() }, body: { role: 'USER', disabled: true } });
    expect(nobody.status).to.equal(404);
  });

  it('refuses tokens from before a change of the user, and takes those from after it at once, however soon it comes', async () => {
    const user = await created();
    const replaced = { role: 'USER', disabled: false };
    for (const change of [{ role: 'ADMIN' }, { role: 'USER' }, { password: 'another one' }]) {
      const { access_token: before, refresh_token } = (await signIn(user.username, 'long enough')).body;
      Object.assign(replaced, change);
      expect((await call('replaceUser', { as: 'ADMIN', params: { id: user.id }, body: replaced })).status).to.equal(200);
      const {
        body: { access_token: after },
      } = 'password' in change ? await signIn(user.username, change.password) : await refresh(refresh_token);
      const ofUser = () =>
        eventually(async () => {
          const { revocations } = (await call('getJwks')).body as { revocations: { subject: string; not_before: number }[] };
          const found = revocations.find(({ subject }) => subject === user.id);
          expect(found?.not_before).to.be.above(decodeJwt(before).iat!);
          return found!;
        });
      expect((await ofUser()).not_before).to.be.at.most(decodeJwt(after).iat!);
      const [old, recent] = await Promise.all(
        [before, after].map((token) => call('getMe', { headers: { authorization: `Bearer ${token}` } })),
      );
      expect([old!.status, recent!.status, recent!.body.role]).to.eql([401, 200, replaced.role]);
    }
  });

  it('publishes nothing that only says what expiry says, and only who changed', async () => {
    const brief = await identity.startAnother({ TOKEN_LIFETIME_SECONDS: '1' });
    const { id } = await created();
    const client = new pg.Client({ connectionString: identity.databaseUrl });
    await client.connect();
    const subjects = async () => ((await brief.call('getJwks')).body.revocations as { subject: string }[]).map(({ subject }) => subject);
    try {
      await call('replaceUser', { as: 'ADMIN', params: { id }, body: { role: 'USER', disabled: true } });
      await eventually(async () => expect(await subjects()).to.include(id));
      // Longer ago than any token lives, which is a token of a service.
      await client.query(`update users set tokens_not_before = now() - interval '12 minutes' where id = $1`, [id]);
      await eventually(async () => expect(await subjects()).not.to.include(id));
    } finally {
      await client.end();
      await brief.service.stop();
    }
  });

  it('tells who did what to a user, when, and in which request', async () => {
    const correlation = randomUUID();
    const headers = { 'x-correlation-id': correlation };
    const {
      body: { id: admin },
    } = await call('getMe', { as: 'ADMIN' });
    const user = await created();
    const change = (body: object) => call('replaceUser', { as: 'ADMIN', params: { id: user.id }, body, headers });
    await change({ role: 'ADMIN', disabled: false });
    await change({ role: 'ADMIN', disabled: true, password: 'another one' });
    await change({ role: 'KING', disabled: false });
    const list = async (query: object) => (await call('listUserChanges', { as: 'ADMIN', query: { user_id: user.id, ...query } })).body;
    const { total, items } = await list({});
    expect(total).to.equal(3);
    for (const item of items) {
      expect(item).to.have.all.keys('at', 'user_id', 'username', 'by_id', 'by_username', 'changes', 'correlation_id');
      expect(item).to.include({ user_id: user.id, username: user.username, by_id: admin, by_username: 'admin' });
    }
    expect(items.map(({ changes }: { changes: object }) => changes)).to.eql([
      { disabled: { from: false, to: true }, password: 'CHANGED' },
      { role: { from: 'USER', to: 'ADMIN' } },
      { role: { from: null, to: 'USER' }, disabled: { from: null, to: false }, password: 'CHANGED' },
    ]);
    expect(items.slice(0, 2).map(({ correlation_id }: { correlation_id: string }) => correlation_id)).to.eql([correlation, correlation]);
    expect(await list({ page_size: 1, page: 2 })).to.deep.include({ total: 3, items: [items[1]] });
    expect(await list({ since: new Date(Date.now() + 60_000).toISOString() })).to.include({ total: 0 });
    expect((await call('listUserChanges', { as: 'ADMIN', query: { user_id: 'ada' } })).status).to.equal(400);
    const first = (await call('listUserChanges', { as: 'ADMIN', query: { user_id: admin } })).body.items.at(-1);
    expect(first).to.include({ username: 'admin', by_id: null, by_username: null });
  });

  it('lets people change their own password by the present one, which ends all else they are signed in to', async () => {
    const user = await created();
    const { body: mine } = await signIn(user.username, 'long enough');
    const { body: elsewhere } = await signIn(user.username, 'long enough');
    const headers = { authorization: `Bearer ${mine.access_token}` };
    const change = (present_password: string, new_password: string) =>
      call('changeMyPassword', { headers, body: { present_password, new_password } });
    const wrong = await change('wrong wrong', 'another one');
    expect([wrong.status, wrong.body.error.code]).to.eql([401, 'INVALID_CREDENTIALS']);
    expect((await call('listSignIns', { as: 'ADMIN', query: { username: user.username, outcome: 'FAILED' } })).body.total).to.equal(1);
    expect((await change('long enough', 'password12')).status).to.equal(400);
    const changed = await change('long enough', 'another one');
    expect(changed.status).to.equal(200);
    expect([await refresh(mine.refresh_token), await refresh(elsewhere.refresh_token)].map(({ status }) => status)).to.eql([401, 401]);
    expect([await signIn(user.username, 'long enough'), await signIn(user.username, 'another one')].map(({ status }) => status)).to.eql([
      401, 200,
    ]);
    expect((await call('getMe', { headers: { authorization: `Bearer ${changed.body.access_token}` } })).status).to.equal(200);
    expect((await refresh(changed.body.refresh_token)).status).to.equal(200);
    await eventually(async () => expect((await call('getMe', { headers })).status).to.equal(401));
    const {
      items: [last],
    } = (await call('listUserChanges', { as: 'ADMIN', query: { user_id: user.id } })).body;
    expect(last).to.deep.include({ by_id: user.id, changes: { password: 'CHANGED' } });
    const body = { present_password: 'a', new_password: 'another one' };
    expect([(await call('changeMyPassword', { body })).status, (await call('changeMyPassword', { as: 'SERVICE', body })).status]).to.eql([
      401, 403,
    ]);
  });

  it('keeps the last administrator, whoever asks, also when two ask at once', async () => {
    const {
      body: { id },
    } = await call('getMe', { as: 'ADMIN' });
    const other = await created({ role: 'ADMIN' });
    const {
      body: { access_token },
    } = await signIn(other.username, 'long enough');
    const disable = (who: string, headers = {}) =>
      call('replaceUser', { as: 'ADMIN', params: { id: who }, body: { role: 'ADMIN', disabled: true }, headers });
    const both = await Promise.all([disable(id, { authorization: `Bearer ${access_token}` }), disable(other.id)]);
    expect(both.map(({ status }) => status).sort()).to.satisfy(([one, two]: number[]) => one === 200 && (two === 409 || two === 403));
    const [survivor, headers] = both[0].status === 200 ? [other.id, { authorization: `Bearer ${access_token}` }] : [id, {}];
    const refused = await disable(survivor, headers);
    expect([refused.status, refused.body.error.code]).to.eql([409, 'WRONG_STATE']);
    for (const who of [id, other.id].filter((one) => one !== survivor)) {
      const enabled = await call('replaceUser', { as: 'ADMIN', params: { id: who }, body: { role: 'ADMIN', disabled: false }, headers });
      expect(enabled.status).to.equal(200);
    }
    identity.signInAnew();
  });

  it('takes no changes of users from somebody who is no longer an administrator, though their token says so', async () => {
    const former = await created({ role: 'ADMIN' });
    const {
      body: { access_token },
    } = await signIn(former.username, 'long enough');
    const headers = { authorization: `Bearer ${access_token}` };
    const create = () => call('createUser', { headers, body: { username: aName(), password: 'long enough', role: 'ADMIN' } });
    expect((await create()).status).to.equal(201);
    await call('replaceUser', { as: 'ADMIN', params: { id: former.id }, body: { role: 'USER', disabled: false } });
    // Their token is refused as well, a moment later.
    expect((await create()).status).to.be.oneOf([403, 401]);
    const promoted = await call('replaceUser', { headers, params: { id: former.id }, body: { role: 'ADMIN', disabled: false } });
    expect(promoted.status).to.be.oneOf([403, 401]);
  });

  it('lets no session begin or go on beside a change of the password', async () => {
    const user = await created();
    const {
      body: { refresh_token },
    } = await signIn(user.username, 'long enough');
    const change = call('replaceUser', {
      as: 'ADMIN',
      params: { id: user.id },
      body: { role: 'USER', disabled: false, password: 'another one' },
    });
    const raced = await Promise.all([change, refresh(refresh_token), ...[1, 2, 3].map(() => signIn(user.username, 'long enough'))]);
    expect(raced[0].status).to.equal(200);
    for (const { body } of raced.slice(1).filter(({ status }) => status === 200)) {
      expect((await refresh(body.refresh_token)).status).to.equal(401);
    }
  });

  it('shows users to administrators only', async () => {
    const { id } = await created();
    const calls = {
      createUser: { body: { username: aName(), password: 'long enough', role: 'ADMIN' } },
      listUsers: {},
      listSignIns: {},
      listUserChanges: {},
      getUser: { params: { id } },
      replaceUser: { params: { id }, body: { role: 'ADMIN', disabled: false } },
    } as const;
    for (const [operation, input] of Object.entries(calls) as [keyof typeof calls, object][]) {
      expect((await call(operation, { ...input, as: 'USER' })).status).to.equal(403);
      expect((await call(operation, { ...input, as: 'SERVICE' })).status).to.equal(403);
      expect((await call(operation, input)).status).to.equal(401);
    }
    expect((await call('getUser', { as: 'ADMIN', params: { id: 'no-uuid' } })).status).to.equal(400);
  });

  it('lets tokens and refresh tokens live as long as it is told', async () => {
    const brief = await identity.startAnother({ TOKEN_LIFETIME_SECONDS: '7', REFRESH_TOKEN_LIFETIME_SECONDS: '1' });
    try {
      const { body } = await brief.signIn('user', 'user');
      expect(body).to.include({ expires_in: 7, refresh_expires_in: 1 });
      expect((await brief.refresh(body.refresh_token)).status).to.equal(200);
      const { refresh_token } = (await brief.signIn('user', 'user')).body;
      const expiry = Date.now() + 1_000;
      await eventually(() => expect(Date.now()).to.be.above(expiry));
      expect((await brief.refresh(refresh_token)).status).to.equal(401);
    } finally {
      await brief.service.stop();
    }
  });

  it('lets nobody stay for ever by refreshing', async () => {
    const client = new pg.Client({ connectionString: identity.databaseUrl });
    await client.connect();
    const { id, username } = await created();
    const signedInBefore = (interval: string) =>
      client.query('update refresh_tokens set signed_in_at = now() - $1::interval where user_id = $2', [interval, id]);
    try {
      const first = (await signIn(username, 'long enough')).body.refresh_token;
      await signedInBefore('29 days 23 hours');
      const { status, body } = await refresh(first);
      expect([status, body.refresh_expires_in]).to.satisfy(
        ([one, seconds]: number[]) => one === 200 && seconds! > 3_000 && seconds! <= 3_600,
      );
      await signedInBefore('30 days 1 second');
      expect((await refresh(body.refresh_token)).status).to.equal(401);
      expect((await signIn(username, 'long enough')).body.refresh_expires_in).to.equal(604_800);
    } finally {
      await client.end();
    }
  });

  it('lists sign-ins in pages', async () => {
    await signIn('user', 'user');
    const { status, body } = await call('listSignIns', { as: 'ADMIN', query: { outcome: 'SUCCEEDED', page_size: 1 } });
    expect(status).to.equal(200);
    expect(body.items).to.have.length(1);
    expect(body.items[0]).to.have.all.keys('at', 'outcome', 'username', 'user_id', 'address', 'correlation_id');
    expect((await call('listSignIns', { as: 'ADMIN', query: { since: 'yesterday' } })).status).to.equal(400);
  });

  it('says how it is', async () => {
    expect(await (await fetch(`${service.url}/health`)).json()).to.eql({ status: 'healthy', database: 'connected', dependencies: {} });
  });

  it('changes nothing on a precondition that it cannot read, or that does not hold', async () => {
    const { id } = await created();
    const options = { as: 'ADMIN' as const, params: { id }, body: { role: 'ADMIN', disabled: true } };
    await expectRefusedPreconditions((one) => call('replaceUser', one), options);
    expect((await call('getUser', { as: 'ADMIN', params: { id } })).body.version).to.equal(1);
  });

  it('has a test for every operation', () => expect(untested()).to.eql([]));
});
