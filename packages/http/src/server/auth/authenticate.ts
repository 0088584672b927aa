/** Verifies bearer tokens (RS256, issuer, audience, expiry) with the published keys, and refuses revoked ones. */
import { type IssuedToken, Rejection, type Role, roles } from '@catalog/contracts';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { type CurrentTrust, publishedTrust, type Trust } from './published-trust.ts';
import { isTokenFault } from './token-fault.ts';

export type Caller = { subject: string; username: string; role: Role };

/** Resolves to the caller, or to undefined when there is no Authorization header; refuses a header that is not a valid token. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

/** The bearer of a valid token, whether or not it has been revoked. */
export type Verified = Caller & Pick<IssuedToken, 'issuedAt'>;
export type Verify = (authorization: string | undefined) => Promise<Verified | undefined>;

export type TokenSettings = { jwksUrl: string; issuer: string; audience: string };
type Expected = Pick<TokenSettings, 'issuer' | 'audience'>;

const CLOCK_SKEW_SECONDS = 60;

/** `memoize` may cache what was verified; revocations are checked at each call. */
export const createAuthenticator = ({ jwksUrl, ...expected }: TokenSettings, memoize?: (verify: Verify) => Verify): Authenticate =>
  authenticatorWith(publishedTrust(jwksUrl), expected, memoize);

/** For the identity service, which has the keys itself. */
export function authenticatorWith(trust: CurrentTrust, expected: Expected, memoize = (verify: Verify) => verify): Authenticate {
  const verify = memoize(async (authorization) =>
    authorization === undefined ? undefined : verified(tokenIn(authorization), await current(trust), expected),
  );
  return async (authorization) => {
    const token = await verify(authorization);
    if (!token) return undefined;
    const { issuedAt, ...caller } = token;
    const { isRevoked } = await current(trust);
    if (isRevoked({ ...caller, issuedAt })) throw revoked();
    return caller;
  };
}

const current = (trust: CurrentTrust): Promise<Trust> =>
  trust().catch(() => {
    throw keysUnavailable();
  });
const keysUnavailable = () => new Rejection('SERVICE_UNAVAILABLE', 'The keys to verify the token cannot be fetched at the moment');

function tokenIn(authorization: string): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new Rejection('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token>"');
  return token;
}

async function verified(token: string, { findKey }: Trust, expected: Expected): Promise<Verified> {
  const { payload } = await jwtVerify(token, findKey, {
    ...expected,
    algorithms: ['RS256'],
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['sub', 'exp', 'iat'],
  }).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired) throw new Rejection('UNAUTHENTICATED', 'The token has expired');
    throw isTokenFault(error) ? notValid() : keysUnavailable();
  });
  return bearerOf(payload);
}

function bearerOf({ sub, username, role: given, iat }: JWTPayload): Verified {
  const role = roles.find((one) => one === given);
  if (!role || !sub || typeof username !== 'string' || iat === undefined) throw notValid();
  return { subject: sub, username, role, issuedAt: iat };
}

const revoked = () => new Rejection('UNAUTHENTICATED', 'The token has been revoked: refresh it, or sign in again');
const notValid = () => new Rejection('UNAUTHENTICATED', 'The token is not valid');
