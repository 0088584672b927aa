/**
 * Caches the identity service's JWKS and revocations for seconds, so that a withdrawn key or a revoked token is soon rejected;
 * while the service does not answer, the last known ones stay in use.
 */
import { type IsRevoked, Revocation, revokedBy } from '@catalog/contracts';
import { cachedFor } from '@catalog/timing';
import { bodyCheck } from '@catalog/validation';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import Type from 'typebox';

export type Trust = { findKey: JWTVerifyGetKey; isRevoked: IsRevoked };
/** Rejects until it could be fetched once. */
export type CurrentTrust = () => Promise<Trust>;

const FETCH_LIMIT_MS = 2_000;
// Together with the identity service's own polling and a cache on the way: less than 12 s.
const FRESH_MS = 8_000;
/** So that not every request waits for an identity service that hangs. */
const RETRY_AFTER_MS = 5_000;

export function publishedTrust(jwksUrl: string, { freshMs = FRESH_MS } = {}): CurrentTrust {
  let known: Trust | undefined;
  const current = cachedFor(
    ({ goodForMs }) => goodForMs,
    async () => {
      try {
        known = await fetchTrust(jwksUrl);
        return { trust: known, goodForMs: freshMs };
      } catch (error) {
        if (!known) throw error;
        return { trust: known, goodForMs: RETRY_AFTER_MS };
      }
    },
  );
  return async () => (await current()).trust;
}

async function fetchTrust(jwksUrl: string): Promise<Trust> {
  const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(FETCH_LIMIT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`The identity service answers ${response.status} instead of its keys`);
  const { revocations = [], ...jwks } = checkPublished(await response.json()) as Published;
  return { findKey: createLocalJWKSet(jwks), isRevoked: revokedBy(revocations) };
}

type Published = JSONWebKeySet & { revocations?: Revocation[] };

// jose checks the keys themselves.
const checkPublished = bodyCheck(Type.Object({ keys: Type.Array(Type.Unknown()), revocations: Type.Optional(Type.Array(Revocation)) }));
