import { expect } from 'chai';
import { exportJWK, generateKeyPair, jwtVerify, type JWK, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../../test/support/eventually.ts';
import { publishedKeys } from '../src/server/published-keys.ts';

type Key = { privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']; jwk: JWK };

const aKey = async (kid: string): Promise<Key> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
};
const signed = ({ privateKey, jwk }: Key) => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: jwk.kid! }).sign(privateKey);

describe('The published keys', () => {
  let one: Key, other: Key, published: JWK[], fetches: number, answer: 'keys' | 'nothing', server: Server, url: string;

  before(async () => { [one, other] = await Promise.all([aKey('one'), aKey('other')]); });

  beforeEach(async () => {
    [published, fetches, answer] = [[one.jwk], 0, 'keys'];
    server = createServer((_, response) => {
      fetches += 1;
      if (answer === 'keys') response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
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
  const isBelieved = async (token: string, keys: ReturnType<typeof publishedKeys>) => jwtVerify(token, keys).then(() => true, () => false);

  it('are fetched once for many tokens, and again when they are no longer fresh: a withdrawn key is then refused', async () => {
    const keys = publishedKeys(url, { freshMs: 300 });
    const token = await signed(one);
    expect(await Promise.all([isBelieved(token, keys), isBelieved(token, keys), isBelieved(token, keys)])).to.eql([true, true, true]);
    expect(fetches).to.equal(1);
    published = [other.jwk];
    await eventually(async () => expect(await isBelieved(token, keys)).to.equal(false));
    expect(await isBelieved(await signed(other), keys)).to.equal(true);
  });

  it('are not fetched again for every token that names a key nobody knows', async () => {
    const keys = publishedKeys(url);
    const token = await signed(other);
    for (let i = 0; i < 5; i += 1) expect(await isBelieved(token, keys)).to.equal(false);
    expect(fetches).to.equal(1);
  });

  it('stay in use while they cannot be fetched', async () => {
    const keys = publishedKeys(url, { freshMs: 0 });
    const token = await signed(one);
    expect(await isBelieved(token, keys)).to.equal(true);
    await stop();
    expect([await isBelieved(token, keys), await isBelieved(await signed(other), keys)]).to.eql([true, false]);
  });

  it('make one request wait for an identity service that hangs, not each', async function () {
    this.timeout(10_000);
    const keys = publishedKeys(url, { freshMs: 0 });
    const token = await signed(one);
    expect(await isBelieved(token, keys)).to.equal(true);
    answer = 'nothing';
    expect(await isBelieved(token, keys)).to.equal(true);
    const asked = fetches;
    for (let i = 0; i < 5; i += 1) expect(await isBelieved(token, keys)).to.equal(true);
    expect(fetches).to.equal(asked);
  });
});
