/** Tokens as somebody would make them who is not the identity service, each as an Authorization header, and good ones to compare with. */
import { kidOf, type KeyRing, newRingKey, type Role } from '@catalog/contracts';
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { exportJWK, type JWTHeaderParameters, SignJWT } from 'jose';

type Signing = { key: KeyObject; header?: Partial<JWTHeaderParameters>; claims?: Record<string, unknown> };

export type Forger = ReturnType<typeof forgerWith>;

/** `ring` is the identity service's own: what is forged differs from a good token in one thing only. */
export function forgerWith(ring: KeyRing, trapUrl: string) {
  const ours = createPrivateKey(ring.keys[0]!.private_key);
  const theirs = createPrivateKey(newRingKey(new Date().toISOString()).private_key);
  const kid = kidOf(ours);
  const now = () => Math.floor(Date.now() / 1000);

  const good = (role: Role) => ({
    username: role.toLowerCase(),
    role,
    sub: randomUUID(),
    iss: 'product-catalog',
    aud: 'product-catalog',
    iat: now(),
    exp: now() + 300,
  });
  const signed = async ({ key, header = {}, claims = {} }: Signing) => {
    const payload = JSON.parse(JSON.stringify({ ...good('ADMIN'), ...claims })) as Record<string, unknown>;
    return `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key)}`;
  };
  const byOthers = (header: Record<string, unknown>) => signed({ key: theirs, header });

  async function unsigned(): Promise<string> {
    return `Bearer ${encoded({ alg: 'none', kid })}.${encoded(good('ADMIN'))}.`;
  }

  async function withHmacOfPublicKey(): Promise<string> {
    const publicPem = createPublicKey(ours).export({ type: 'spki', format: 'pem' });
    const content = `${encoded({ alg: 'HS256', kid })}.${encoded(good('ADMIN'))}`;
    return `Bearer ${content}.${createHmac('sha256', publicPem).update(content).digest('base64url')}`;
  }

  async function promoted(): Promise<string> {
    const [header, , signature] = (await signed({ key: ours, claims: { role: 'USER' } })).split('.');
    return `${header}.${encoded(good('ADMIN'))}.${signature}`;
  }

  const forgeries: Record<string, () => Promise<string>> = {
    'one that expired more than a minute ago': () => signed({ key: ours, claims: { exp: now() - 62 } }),
    'one that is not valid yet': () => signed({ key: ours, claims: { nbf: now() + 120 } }),
    'one that never expires': () => signed({ key: ours, claims: { exp: undefined } }),
    'one without a signature': unsigned,
    'one signed with the public key as a shared secret': withHmacOfPublicKey,
    'one of another issuer': () => signed({ key: ours, claims: { iss: 'https://example.org' } }),
    'one for another audience': () => signed({ key: ours, claims: { aud: 'another-system' } }),
    'one in a role that there is not': () => signed({ key: ours, claims: { role: 'ROOT' } }),
    'one with another PSS signature': () => signed({ key: ours, header: { alg: 'PS256' } }),
    'one under an unknown kid': () => byOthers({ kid: kidOf(theirs) }),
    'one of a stranger under our kid': () => byOthers({}),
    'one whose kid is a path': () => byOthers({ kid: '../../../../dev/null' }),
    'one whose kid is SQL': () => byOthers({ kid: "' union select 'key' --" }),
    'one that names a key set of its own': () => byOthers({ kid: kidOf(theirs), jku: `${trapUrl}/jwks` }),
    'one that names a certificate of its own': () => byOthers({ kid: kidOf(theirs), x5u: `${trapUrl}/certificate` }),
    'one that brings its key along': async () => byOthers({ kid: kidOf(theirs), jwk: await exportJWK(createPublicKey(theirs)) }),
    'one that a user has promoted': promoted,
    'no token at all but the word': async () => 'Bearer',
    'one in another scheme': async () => `Basic ${Buffer.from('admin:admin').toString('base64')}`,
  };

  return {
    forgeries,
    good: (role: Role) => signed({ key: ours, claims: good(role) }),
    expiredAMomentAgo: () => signed({ key: ours, claims: { exp: now() - 30 } }),
    /** A key set that would make the strangers' tokens good, if anybody asked for it. */
    trap: async () => ({ keys: [{ ...(await exportJWK(createPublicKey(theirs))), kid: kidOf(theirs), alg: 'RS256', use: 'sig' }] }),
  };
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
