import { networkOf } from '@catalog/http/server';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventually } from '../../../test/support/eventually.ts';
import { aName, type RunningIdentity, startIdentity } from './running-identity.ts';

describe('Whoever signs in', () => {
  let identity: RunningIdentity;
  let { call, signIn, refresh, created } = {} as RunningIdentity;

  before(async function () {
    identity = await startIdentity({ LOCKOUT_AFTER_FAILURES: '3', LOCKOUT_FIRST_SECONDS: '2' });
    ({ call, signIn, refresh, created } = identity);
  });

  after(() => identity.stop());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const anAddress = () => `2001:db8:${[0, 1].map(() => Math.floor(Math.random() * 65_536).toString(16)).join(':')}::1`;
  const recorded = async (username: string) => {
    const { body } = await call('listSignIns', { as: 'ADMIN', query: { username } });
    return body.items as { outcome: string; user_id: string | null; address: string; correlation_id: string; at: string }[];
  };

  it('too often in vain has to wait, with the right password too, known or not; the waiting ends by itself', async () => {
    const { username } = await created();
    const nobody = aName();
    const tries = async (name: string) => {
      const statuses: number[] = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await signIn(name, 'wrong wrong')).status);
      return statuses;
    };
    expect(await tries(username)).to.eql([401, 401, 401, 429]);
    const refused = await signIn(username, 'long enough');
    expect(await tries(nobody)).to.eql([401, 401, 401, 429]);
    expect([refused.status, refused.body.error.code]).to.eql([429, 'TOO_MANY_REQUESTS']);
    expect(refused.headers.get('retry-after')).to.equal(String(refused.body.error.details.retry_after_seconds));
    expect(refused.body.error.details.retry_after_seconds).to.be.within(1, 2);
    await eventually(async () => expect((await signIn(username, 'long enough')).status).to.equal(200));
    expect(await tries(username), 'success made it forget').to.eql([401, 401, 401, 429]);
  });

  it('waits twice as long after each further failure, also at another replica', async () => {
    const another = await identity.startAnother({ LOCKOUT_AFTER_FAILURES: '3', LOCKOUT_FIRST_SECONDS: '2' });
    try {
      const username = aName();
      for (let i = 0; i < 3; i += 1) await signIn(username, 'wrong wrong');
      expect((await another.signIn(username, 'wrong wrong')).status).to.equal(429);
      await eventually(async () => expect((await another.signIn(username, 'wrong wrong')).status).to.equal(401));
      const { body } = await signIn(username, 'wrong wrong');
      expect(body.error.details.retry_after_seconds).to.be.within(3, 4);
    } finally {
      await another.service.stop();
    }
  });

  it('with many guesses at once hardly learns more than the limit allows, and is not let in', async () => {
    const patient = await identity.startAnother({ LOCKOUT_FIRST_SECONDS: '60' });
    try {
      const { username } = await created();
      for (let i = 0; i < 2; i += 1) expect((await patient.signIn(username, `wrong ${i}`)).status).to.equal(401);
      const guesses = Array.from({ length: 10 }, (_, i) => patient.signIn(username, `wrong again ${i}`));
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      // Two are checked at a time; who waits too long for that is told to come back.
      expect(statuses.filter((status) => status === 401).length, statuses.join()).to.be.within(1, 2);
      expect(statuses.filter((status) => status !== 401)).to.satisfy((others: number[]) =>
        others.every((one) => one === 429 || one === 503),
      );
      expect((await patient.signIn(username, 'long enough')).status).to.equal(429);
    } finally {
      await patient.service.stop();
    }
  });

  it('from elsewhere is let in while somebody else guesses their password', async () => {
    const { username } = await created();
    const [stranger, home] = [anAddress(), anAddress()];
    for (let i = 0; i < 4; i += 1) await signIn(username, 'wrong wrong', from(stranger));
    expect((await signIn(username, 'long enough', from(stranger))).status).to.equal(429);
    expect((await signIn(username, 'long enough', from(home))).status).to.equal(200);
  });

  it('from where they have signed in before is not kept out by the failures of others, until their password is another', async () => {
    const { id, username } = await created();
    const [home, elsewhere] = [anAddress(), anAddress()];
    const client = new pg.Client({ connectionString: identity.databaseUrl });
    await client.connect();
    try {
      expect((await signIn(username, 'long enough', from(home))).status).to.equal(200);
      const othersFail = `
        insert into sign_in_failures (key, failures, last_at, blocked_until)
        select key, 60, now(), now() + interval '10 minutes' from unnest($1::text[]) as key
        on conflict (key) do update set failures = 60, last_at = now(), blocked_until = now() + interval '10 minutes'`;
      await client.query(othersFail, [[`name ${username}`, `address ${networkOf(home)}`]]);
      const tried = async (address: string, password: string) => (await signIn(username, password, from(address))).status;
      expect([await tried(home, 'long enough'), await tried(elsewhere, 'long enough')]).to.eql([200, 429]);
      expect([await tried(home.replace('::1', '::2'), 'long enough'), await tried(home, 'wrong wrong')]).to.eql([200, 401]);
      await call('replaceUser', { as: 'ADMIN', params: { id }, body: { role: 'USER', disabled: false, password: 'another one' } });
      expect(await tried(home, 'another one')).to.equal(429);
    } finally {
      await client.end();
    }
  });

  it('from one network for name after name has to wait as well', async function () {
    const network = anAddress();
    const statuses: number[] = [];
    for (let i = 0; i < 31; i += 1)
      statuses.push((await signIn(aName(), 'wrong wrong', from(network.replace('::1', `::${i + 1}`)))).status);
    expect(statuses.slice(0, 30)).to.satisfy((all: number[]) => all.every((status) => status === 401));
    expect(statuses[30]).to.equal(429);
    expect((await signIn('user', 'user', from(anAddress()))).status).to.equal(200);
  });

  it('is recorded with name, address, request and outcome, for administrators to read', async () => {
    const { id, username } = await created();
    const address = anAddress();
    const correlation = randomUUID();
    for (let i = 0; i < 3; i += 1) await signIn(username, 'wrong wrong', { ...from(address), 'x-correlation-id': correlation });
    const { body } = await signIn(username, 'long enough', from('no address'));
    const next = (await refresh(body.refresh_token)).body.refresh_token;
    await refresh(body.refresh_token);
    expect((await refresh(next)).status).to.equal(401);

    const entries = await recorded(username.toUpperCase());
    expect(entries.map(({ outcome }) => outcome)).to.eql(['REFRESH_REUSED', 'SUCCEEDED', 'LOCKED_OUT', 'FAILED', 'FAILED', 'FAILED']);
    expect(entries.map(({ user_id }) => user_id)).to.satisfy((ids: string[]) => ids.every((one) => one === id));
    expect(entries[1]).to.include({ address: 'unknown' });
    for (const entry of entries.slice(2)) expect(entry).to.include({ address, correlation_id: correlation });
    expect(JSON.stringify(entries)).not.to.contain('wrong').and.not.to.contain('long enough');
    const { body: only } = await call('listSignIns', {
      as: 'ADMIN',
      query: { username, outcome: 'FAILED', since: entries.at(-1)!.at, page_size: 2 },
    });
    expect([only.total, only.items.length]).to.eql([3, 2]);
    expect((await call('listSignIns', { as: 'ADMIN', query: { outcome: 'MAYBE' } })).status).to.equal(400);
    expect((await call('listSignIns', { as: 'USER' })).status).to.equal(403);
    expect((await call('listSignIns')).status).to.equal(401);
  });

  it('under a name that nobody has is recorded without a user', async () => {
    const nobody = aName();
    await signIn(nobody, 'wrong wrong');
    expect((await recorded(nobody)).map(({ outcome, user_id }) => [outcome, user_id])).to.eql([['FAILED', null]]);
  });

  it('is forgotten when the time to keep records has passed', async () => {
    const client = new pg.Client({ connectionString: identity.databaseUrl });
    await client.connect();
    const [old, young] = [aName(), aName()];
    await client.query(
      `insert into sign_ins (at, outcome, username, address, correlation_id)
       values (now() - interval '8 days', 'FAILED', $1, 'unknown', 'c'), (now() - interval '6 days', 'FAILED', $2, 'unknown', 'c')`,
      [old, young],
    );
    await client.end();
    const restarted = await identity.startAnother({ SIGN_IN_RETENTION_DAYS: '7' });
    try {
      await eventually(async () => expect(await recorded(old)).to.eql([]));
      expect(await recorded(young)).to.have.length(1);
    } finally {
      await restarted.service.stop();
    }
  });
});
