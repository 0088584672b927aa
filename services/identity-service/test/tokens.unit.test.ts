import { authenticatorWith } from '@catalog/http/server';
import { expect } from 'chai';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader } from 'jose';
import { serviceClientsFrom } from '../src/service-clients.ts';
import { signingKeysFrom } from '../src/signing-keys.ts';
import { createTokenIssuer } from '../src/tokens.ts';
import { encodedKey } from './private-key.ts';

const expected = { issuer: 'product-catalog', audience: 'product-catalog' };
const ada = { subject: 'u-1', username: 'ada', role: 'ADMIN' as const };

describe('An access token', () => {
  it('says who, in what role, from whom, for whom, and for how long', async () => {
    const keys = await signingKeysFrom(encodedKey());
    const now = new Date('2026-01-15T10:30:00.900Z');
    const { access_token, token_type, expires_in } = await createTokenIssuer(keys, expected)(ada, 3600, now);
    expect({ token_type, expires_in }).to.eql({ token_type: 'Bearer', expires_in: 3600 });
    expect(decodeJwt(access_token)).to.eql({
      sub: 'u-1', username: 'ada', role: 'ADMIN', iat: 1_768_473_000, exp: 1_768_476_600, iss: 'product-catalog', aud: 'product-catalog',
    });
    expect(decodeProtectedHeader(access_token)).to.eql({ alg: 'RS256', typ: 'JWT', kid: keys.current.kid });
  });

  it('is believed by whoever has the published keys, and by nobody else', async () => {
    const [ours, others] = await Promise.all([signingKeysFrom(encodedKey()), signingKeysFrom(encodedKey())]);
    const { access_token } = await createTokenIssuer(ours, expected)(ada, 60);
    const caller = await authenticatorWith(createLocalJWKSet(ours.jwks), expected)(`Bearer ${access_token}`);
    expect(caller).to.eql(ada);
    const stranger = authenticatorWith(createLocalJWKSet(others.jwks), expected);
    expect(await stranger(`Bearer ${access_token}`).catch((error: { code: string }) => error.code)).to.equal('UNAUTHENTICATED');
  });
});

describe('The signing key', () => {
  it('is published without anything private, under its RFC 7638 thumbprint', async () => {
    const { jwks, current } = await signingKeysFrom(encodedKey());
    expect(jwks.keys).to.have.length(1);
    expect(jwks.keys[0]).to.have.all.keys('kid', 'kty', 'alg', 'use', 'n', 'e');
    expect(current.kid).to.match(/^[\w-]{43}$/).and.equal(jwks.keys[0]?.kid);
    expect(current.publicPem).to.contain('BEGIN PUBLIC KEY');
  });

  it('that is missing or unfit stops the start with a sentence that says how to make one', async () => {
    for (const encoded of [undefined, '', 'nonsense', encodedKey('ec'), encodedKey('rsa', 1024)]) {
      const message = await signingKeysFrom(encoded).then(() => '', (error: Error) => error.message);
      expect(message).to.match(/^JWT_PRIVATE_KEY is .*openssl genpkey/);
    }
  });
});

describe('A service client', () => {
  const check = serviceClientsFrom('{"store-service": "sesame"}', { shortestSecret: 1 });

  it('is believed with its own secret only', () => {
    expect(() => check({ client_id: 'store-service', client_secret: 'sesame' })).not.to.throw();
    const wrong = { 'store-service': 'Sesame', other: 'sesame', another: '', constructor: '' };
    for (const [client_id, client_secret] of Object.entries(wrong)) {
      expect(() => check({ client_id, client_secret })).to.throw().with.property('code', 'INVALID_CREDENTIALS');
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
