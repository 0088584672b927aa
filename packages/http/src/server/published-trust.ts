/**
 * What tokens are checked by: the identity service's public keys and what it has revoked, as fresh as makes a withdrawn key
 * or a revoked token useless within seconds; while it does not answer the last known serves.
 */
import { type IsRevoked, Revocation, revokedBy } from '@catalog/contracts';
import { cachedFor } from '@catalog/timing';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import Type from 'typebox';
import { bodyCheck } from './validate.ts';

export type Trust = { findKey: JWTVerifyGetKey; isRevoked: IsRevoked };
/** Rejects as long as nothing is known. */
export type CurrentTrust = () => Promise<Trust>;

const FETCH_LIMIT_MS = 2_000;
// With what the identity service itself takes to learn of a change, and a cache on the way: less than 12 s.
const FRESH_MS = 8_000;
/** An identity service that hangs must not make every request wait for it. */
const TRY_AGAIN_AFTER_MS = 5_000;

export function publishedTrust(jwksUrl: string, { freshMs = FRESH_MS } = {}): CurrentTrust {
  let known: Trust | undefined;
  const current = cachedFor(({ goodForMs }) => goodForMs, async () => {
    try {
      known = await fetchTrust(jwksUrl);
      return { trust: known, goodForMs: freshMs };
    } catch (error) {
      if (!known) throw error;
      return { trust: known, goodForMs: TRY_AGAIN_AFTER_MS };
    }
  });
  return async () => (await current()).trust;
}

async function fetchTrust(jwksUrl: string): Promise<Trust> {
  const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(FETCH_LIMIT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`The identity service answers ${response.status} instead of its keys`);
  const { revocations = [], ...jwks } = checkPublished(await response.json()) as Published;
  return { findKey: createLocalJWKSet(jwks), isRevoked: revokedBy(revocations) };
}

type Published = JSONWebKeySet & { revocations?: Revocation[] };

// The keys themselves are looked at by who uses them.
const checkPublished = bodyCheck(Type.Object({ keys: Type.Array(Type.Unknown()), revocations: Type.Optional(Type.Array(Revocation)) }));
