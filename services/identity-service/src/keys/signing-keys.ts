/** Holds the RSA keys: which one signs now, and which are published; tokens of a withdrawn key are refused at once. */
import { kidOf, type KeyRing, publishedAt, signingAt } from '@catalog/contracts';
import { BadEnvironment } from '@catalog/http/server';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export const ALGORITHM = 'RS256';

/** Without the private part. */
type PublicJwk = { kid: string; kty: 'RSA'; alg: typeof ALGORITHM; use: 'sig'; n: string; e: string };
export type SigningKey = { signs_from: string; kid: string; privateKey: KeyObject; publicPem: string; jwk: PublicJwk };

export type SigningKeys = {
  /** New tokens are signed with this one. */
  current(): SigningKey;
  /** Tokens signed with any of these are valid; a new key is published before it signs. */
  jwks(): { keys: PublicJwk[] };
  /** Finds the key of a token. */
  find: JWTVerifyGetKey;
  replace(keys: readonly SigningKey[]): void;
};

export function signingKeys(keys: readonly SigningKey[], { tokenSeconds }: { tokenSeconds: number }): SigningKeys {
  const published = () => publishedAt(keys, new Date(), tokenSeconds);
  const jwks = () => ({ keys: published().map(({ jwk }) => jwk) });
  return {
    current: () => signingAt(keys, new Date()),
    jwks,
    find: (header, token) => createLocalJWKSet(jwks())(header, token),
    replace(others) {
      keys = others;
    },
  };
}

const MINIMUM_BITS = 2048;

/** Refuses with BadEnvironment; `name` is where the ring came from. */
export const signingKeysOf = ({ keys }: KeyRing, name: string): SigningKey[] =>
  keys.map(({ signs_from, private_key }) => {
    const privateKey = parsed(private_key);
    if (privateKey?.asymmetricKeyType !== 'rsa' || (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) < MINIMUM_BITS) {
      throw new BadEnvironment(`${name} holds what is no RSA private key of at least ${MINIMUM_BITS} bits`);
    }
    const publicKey = createPublicKey(privateKey);
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const kid = kidOf(privateKey);
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    return { signs_from, kid, privateKey, publicPem, jwk: { kid, kty: 'RSA', alg: ALGORITHM, use: 'sig', n, e } };
  });

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
