/** Who is calling: verifies a bearer token on its own, by the identity service's public keys (RS256 only, issuer, audience, expiry). */
import { Rejection, type Role, roles } from '@catalog/contracts';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { meansABadToken } from './bad-token.ts';
import { publishedKeys } from './published-keys.ts';

export type Caller = { subject: string; username: string; role: Role };

/** Resolves to the caller, or to undefined when there is no Authorization header; refuses a header that is not a valid token. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

export type TokenSettings = { jwksUrl: string; issuer: string; audience: string };

const CLOCK_SKEW_SECONDS = 60;

export const createAuthenticator = ({ jwksUrl, issuer, audience }: TokenSettings): Authenticate =>
  authenticatorWith(publishedKeys(jwksUrl), { issuer, audience });

/** For whoever holds the keys already, as the identity service does. */
export const authenticatorWith =
  (keys: JWTVerifyGetKey, expected: { issuer: string; audience: string }): Authenticate =>
  async (authorization) => {
    if (authorization === undefined) return undefined;
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new Rejection('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token>"');
    return callerFrom(await verified(token, keys, expected));
  };

async function verified(token: string, keys: JWTVerifyGetKey, expected: { issuer: string; audience: string }): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...expected,
      algorithms: ['RS256'],
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Rejection('UNAUTHENTICATED', 'The token has expired');
    if (meansABadToken(error)) throw new Rejection('UNAUTHENTICATED', 'The token is not valid');
    throw new Rejection('SERVICE_UNAVAILABLE', 'The keys to verify the token cannot be fetched at the moment');
  }
}

function callerFrom(payload: JWTPayload): Caller {
  const role = roles.find((known) => known === payload['role']);
  const { sub, username } = payload;
  if (!role || !sub || typeof username !== 'string') throw new Rejection('UNAUTHENTICATED', 'The token is not valid');
  return { subject: sub, username, role };
}
