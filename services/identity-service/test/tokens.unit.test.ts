import { newRingKey } from '@catalog/contracts';
import { authenticatorWith } from '@catalog/http/server';
import { expect } from 'chai';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keySource } from '../src/keys/key-source.ts';
import { serviceClientsFrom } from '../src/tokens/service-clients.ts';
import { type SigningKeys, signingKeys } from '../src/keys/signing-keys.ts';
import { createTokenIssuer } from '../src/tokens/access-tokens.ts';
import { encodedKey } from './private-key.ts';

const expected = { issuer: 'product-catalog', audience: 'product-catalog' };
const ada = { subject: 'u-1', username: 'ada', role: 'ADMIN' as const };
const keysFrom = async (config: Parameters<typeof keySource>[0]) => (await keySource(config)).read();
const newKeys = async () => signingKeys(await keysFrom({ JWT_PRIVATE_KEY: encodedKey() }), { tokenSeconds: 600 });

const trusting =
  ({ find }: SigningKeys) =>
  async () => ({ findKey: find, isRevoked: () => false });

describe('An access token', () => {
  it('says who, in what role, from whom, for whom, and for how long', async () => {
    const keys = await newKeys();
    const now = new Date('2026-01-15T10:30:00.900Z');
    const { access_token, token_type, expires_in } = await createTokenIssuer(keys, expected)(ada, 3600, now);
    expect({ token_type, expires_in }).to.eql({ token_type: 'Bearer', expires_in: 3600 });
    expect(decodeJwt(access_token)).to.eql({
      sub: 'u-1',
      username: 'ada',
      role: 'ADMIN',
      iat: 1_768_473_000,
      exp: 1_768_476_600,
      iss: 'product-catalog',
      aud: 'product-catalog',
    });
    expect(decodeProtectedHeader(access_token)).to.eql({ alg: 'RS256', typ: 'JWT', kid: keys.current().kid });
  });

  it('is believed by whoever has the published keys, and by nobody else', async () => {
    const [ours, others] = await Promise.all([newKeys(), newKeys()]);
    const { access_token } = await createTokenIssuer(ours, expected)(ada, 60);
    expect(await authenticatorWith(trusting(ours), expected)(`Bearer ${access_token}`)).to.eql(ada);
    const stranger = authenticatorWith(trusting(others), expected);
    expect(await stranger(`Bearer ${access_token}`).catch((error: { code: string }) => error.code)).to.equal('UNAUTHENTICATED');
  });
});

describe('The signing keys', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  after(() => rm(folder, { recursive: true }));

  const refusal = (config: Parameters<typeof keySource>[0]) =>
    keysFrom(config).then(
      () => '',
      (error: Error) => error.message,
    );

  it('are published without anything private, under their RFC 7638 thumbprints', async () => {
    const keys = await newKeys();
    const [key] = keys.jwks().keys;
    expect(key).to.have.all.keys('kid', 'kty', 'alg', 'use', 'n', 'e');
    expect(key!.kid).to.equal(await calculateJwkThumbprint(key!));
    expect(keys.current()).to.include({ kid: key!.kid });
    expect(keys.current().publicPem).to.contain('BEGIN PUBLIC KEY');
  });

  it('that are missing or unfit stop the start with a sentence that says how to make them', async () => {
    expect(await refusal({})).to.match(/^There is no key to sign tokens with: .*keys rotate.*openssl genpkey/);
    for (const encoded of ['nonsense', encodedKey('ec'), encodedKey('rsa', 1024)]) {
      expect(await refusal({ JWT_PRIVATE_KEY: encoded })).to.match(
        /^JWT_PRIVATE_KEY holds what is no RSA private key of at least 2048 bits/,
      );
    }
    expect(await refusal({ JWT_PRIVATE_KEY: encodedKey(), JWT_KEYS_FILE: 'x' })).to.match(/set one of them/);
  });

  it('in a file that is no key ring stop the start too, and nothing of the file is told', async () => {
    const file = join(folder, 'ring.json');
    expect(await refusal({ JWT_KEYS_FILE: file })).to.contain('cannot be read');
    const { private_key } = newRingKey('2026-01-01T00:00:00.000Z');
    for (const content of [
      '',
      private_key,
      '[]',
      '{"keys":[]}',
      JSON.stringify({ keys: [{ private_key }] }),
      JSON.stringify({ keys: [{ signs_from: '2026-01-01T00:00:00Z', private_key: private_key.slice(0, 200) }] }),
    ]) {
      await writeFile(file, content);
      const said = await refusal({ JWT_KEYS_FILE: file });
      expect(said, content).to.match(/is no key ring|no RSA private key/);
      expect(said).not.to.contain('PRIVATE KEY-').and.not.to.contain(private_key.slice(40, 60));
    }
  });
});

describe('A service client', () => {
  const check = serviceClientsFrom('{"store-service": "sesame"}', { shortestSecret: 1 });

  it('is believed with its own secret only', () => {
    expect(() => check({ client_id: 'store-service', client_secret: 'sesame' })).not.to.throw();
    const wrong = { 'store-service': 'Sesame', other: 'sesame', another: '', constructor: '' };
    for (const [client_id, client_secret] of Object.entries(wrong)) {
      expect(() => check({ client_id, client_secret }))
        .to.throw()
        .with.property('code', 'INVALID_CREDENTIALS');
    }
  });

  it('list that is not one stops the start with a sentence', () => {
    for (const json of ['', '[]', 'null', '{"a": 1}', '{']) {
      expect(() => serviceClientsFrom(json, { shortestSecret: 0 })).to.throw(/SERVICE_CLIENTS must be/);
    }
  });

  it('list with a secret that could be guessed stops the start, naming whose', () => {
    const json = JSON.stringify({ 'store-service': 'change-me', other: 'x'.repeat(16) });
    expect(() => serviceClientsFrom(json, { shortestSecret: 16 })).to.throw(/less than 16 characters: store-service; make one with/);
    expect(() => serviceClientsFrom('{"a": ""}', { shortestSecret: 1 })).to.throw(/SERVICE_CLIENTS/);
  });
});
