import type { Revocation, Role } from '@catalog/contracts';
import { expect } from 'chai';
import { exportJWK, generateKeyPair, jwtVerify, type JWK, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../../test/support/eventually.ts';
import { publishedTrust } from '../src/server/auth/published-trust.ts';

type Key = { privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']; jwk: JWK };

const aKey = async (kid: string): Promise<Key> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
};
const signed = ({ privateKey, jwk }: Key) => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: jwk.kid! }).sign(privateKey);

describe('What tokens are checked by', () => {
  let one: Key,
    other: Key,
    published: JWK[],
    revocations: Revocation[] | undefined,
    fetches: number,
    answer: 'keys' | 'nothing',
    server: Server,
    url: string;

  before(async () => {
    [one, other] = await Promise.all([aKey('one'), aKey('other')]);
  });

  beforeEach(async () => {
    [published, revocations, fetches, answer] = [[one.jwk], undefined, 0, 'keys'];
    server = createServer((_, response) => {
      fetches += 1;
      if (answer === 'keys') response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published, revocations }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  });

  afterEach(async () => stop());

  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const isBelieved = async (token: string, trust: ReturnType<typeof publishedTrust>) =>
    jwtVerify(token, (await trust()).findKey).then(
      () => true,
      () => false,
    );

  it('are fetched once for many tokens, and again when they are no longer fresh: a withdrawn key is then refused', async () => {
    const trust = publishedTrust(url, { freshMs: 300 });
    const token = await signed(one);
    expect(await Promise.all([isBelieved(token, trust), isBelieved(token, trust), isBelieved(token, trust)])).to.eql([true, true, true]);
    expect(fetches).to.equal(1);
    published = [other.jwk];
    await eventually(async () => expect(await isBelieved(token, trust)).to.equal(false));
    expect(await isBelieved(await signed(other), trust)).to.equal(true);
  });

  it('are not fetched again for every token that names a key nobody knows', async () => {
    const trust = publishedTrust(url);
    const token = await signed(other);
    for (let i = 0; i < 5; i += 1) expect(await isBelieved(token, trust)).to.equal(false);
    expect(fetches).to.equal(1);
  });

  it('stay in use while they cannot be fetched', async () => {
    const trust = publishedTrust(url, { freshMs: 0 });
    const token = await signed(one);
    expect(await isBelieved(token, trust)).to.equal(true);
    await stop();
    expect([await isBelieved(token, trust), await isBelieved(await signed(other), trust)]).to.eql([true, false]);
  });

  it('make one request wait for an identity service that hangs, not each', async function () {
    const trust = publishedTrust(url, { freshMs: 0 });
    const token = await signed(one);
    expect(await isBelieved(token, trust)).to.equal(true);
    answer = 'nothing';
    expect(await isBelieved(token, trust)).to.equal(true);
    const asked = fetches;
    for (let i = 0; i < 5; i += 1) expect(await isBelieved(token, trust)).to.equal(true);
    expect(fetches).to.equal(asked);
  });

  it('hold what was revoked, which is known while it cannot be fetched, and grows old with the keys', async () => {
    const trust = publishedTrust(url, { freshMs: 0 });
    const isRevoked = async (subject: string, issuedAt: number, role: Role = 'USER') =>
      (await trust()).isRevoked({ subject, role, issuedAt });
    expect(await isRevoked('ada', 999)).to.equal(false);
    revocations = [{ subject: 'ada', not_before: 1_000 }];
    expect([await isRevoked('ada', 999), await isRevoked('ada', 1_000), await isRevoked('eve', 999)]).to.eql([true, false, false]);
    revocations = [{ subject: 'ada', not_before: 1_000 }, { not_before: 500 }];
    expect([await isRevoked('eve', 499), await isRevoked('eve', 500), await isRevoked('ada', 999)]).to.eql([true, false, true]);
    expect(await isRevoked('store-service', 499, 'SERVICE')).to.equal(false);
    await stop();
    expect([await isRevoked('ada', 999), await isRevoked('eve', 499)]).to.eql([true, true]);
  });

  it('are not taken over when they are of another form', async () => {
    const trust = publishedTrust(url, { freshMs: 0 });
    revocations = [{ subject: 'ada', not_before: 1_000 }];
    await trust();
    revocations = [{ subject: 'ada', not_before: 'never' } as unknown as Revocation];
    expect((await trust()).isRevoked({ subject: 'ada', role: 'USER', issuedAt: 999 })).to.equal(true);
    const error = await publishedTrust(url)().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error);
  });
});
