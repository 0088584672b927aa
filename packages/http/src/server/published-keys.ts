/** The identity service's public keys, as fresh as makes a withdrawn key useless within seconds; while it does not answer the last ones serve. */
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { meansABadToken } from './bad-token.ts';

const FETCH_LIMIT_MS = 2_000;
const FRESH_MS = 10_000;
/** An identity service that hangs must not make every request wait for it. */
const TRY_AGAIN_AFTER_MS = 5_000;

export function publishedKeys(jwksUrl: string, { freshMs = FRESH_MS } = {}): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: FETCH_LIMIT_MS, cacheMaxAge: freshMs });
  let last: ReturnType<typeof createLocalJWKSet> | undefined;
  let tryAgainAt = 0;

  return async (header, token) => {
    if (last && performance.now() < tryAgainAt) return last(header, token);
    try {
      return await remote(header, token);
    } catch (error) {
      const known = remote.jwks();
      if (meansABadToken(error) || !known) throw error;
      tryAgainAt = performance.now() + TRY_AGAIN_AFTER_MS;
      last = createLocalJWKSet(known);
      return last(header, token);
    }
  };
}
