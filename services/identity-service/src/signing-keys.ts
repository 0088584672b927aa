/** The RSA key that tokens are signed with, and the public keys that they are checked with. */
import { BadEnvironment } from '@catalog/http/server';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export const ALGORITHM = 'RS256';

/** As everyone may see it. */
export type PublicJwk = { kid: string; kty: 'RSA'; alg: typeof ALGORITHM; use: 'sig'; n: string; e: string };

export type SigningKeys = {
  /** New tokens are signed with this one. */
  current: { kid: string; privateKey: KeyObject; publicPem: string };
  /** Tokens signed with any of these are valid. */
  jwks: { keys: PublicJwk[] };
};

const MINIMUM_BITS = 2048;
const HOW_TO = 'make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 | base64 -w0';

/** `encoded` is base64 of a PKCS#8 PEM. */
export async function signingKeysFrom(encoded: string | undefined): Promise<SigningKeys> {
  if (!encoded) throw new BadEnvironment(`JWT_PRIVATE_KEY is missing: ${HOW_TO}`);
  const privateKey = parsed(encoded);
  const publicKey = createPublicKey(privateKey);
  const { n, e } = await exportJWK(publicKey);
  if (n === undefined || e === undefined) throw new BadEnvironment(`JWT_PRIVATE_KEY is not an RSA key: ${HOW_TO}`);
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
  return {
    current: { kid, privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    jwks: { keys: [{ kid, kty: 'RSA', alg: ALGORITHM, use: 'sig', n, e }] },
  };
}

function parsed(encoded: string): KeyObject {
  const key = privateKeyIn(Buffer.from(encoded, 'base64'));
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key?.asymmetricKeyType !== 'rsa' || bits < MINIMUM_BITS) {
    throw new BadEnvironment(`JWT_PRIVATE_KEY is not base64 of an RSA private key of at least ${MINIMUM_BITS} bits: ${HOW_TO}`);
  }
  return key;
}

function privateKeyIn(pem: Buffer): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
