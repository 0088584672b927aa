/** Who is calling: verifies a bearer token on its own, by what the identity service publishes (RS256 only, issuer, audience, expiry, revocations). */
import { type IssuedToken, Rejection, type Role, roles } from '@catalog/contracts';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { meansABadToken } from './bad-token.ts';
import { type CurrentTrust, publishedTrust, type Trust } from './published-trust.ts';

export type Caller = { subject: string; username: string; role: Role };

/** Resolves to the caller, or to undefined when there is no Authorization header; refuses a header that is not a valid token. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

/** A token that was good when it was looked at, whether or not it is revoked. */
export type Verified = Caller & Pick<IssuedToken, 'issuedAt'>;
export type Verify = (authorization: string | undefined) => Promise<Verified | undefined>;

export type TokenSettings = { jwksUrl: string; issuer: string; audience: string };
type Expected = Pick<TokenSettings, 'issuer' | 'audience'>;

const CLOCK_SKEW_SECONDS = 60;

/** `remember` may keep for a while what was verified: revocations are looked at each time. */
export const createAuthenticator = ({ jwksUrl, ...expected }: TokenSettings, remember?: (verify: Verify) => Verify): Authenticate =>
  authenticatorWith(publishedTrust(jwksUrl), expected, remember);

/** For whoever has the keys already, as the identity service does. */
export function authenticatorWith(trust: CurrentTrust, expected: Expected, remember = (verify: Verify) => verify): Authenticate {
  const verify = remember(async (authorization) => (authorization === undefined ? undefined : verified(tokenIn(authorization), await known(trust), expected)));
  return async (authorization) => {
    const token = await verify(authorization);
    if (!token) return undefined;
    const { issuedAt, ...caller } = token;
    const { isRevoked } = await known(trust);
    if (isRevoked({ ...caller, issuedAt })) throw new Rejection('UNAUTHENTICATED', 'The token has been revoked: refresh it, or sign in again');
    return caller;
  };
}

const known = (trust: CurrentTrust): Promise<Trust> => trust().catch(() => { throw notKnown(); });
const notKnown = () => new Rejection('SERVICE_UNAVAILABLE', 'The keys to verify the token cannot be fetched at the moment');

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
    throw meansABadToken(error) ? notValid() : notKnown();
  });
  return bearerOf(payload);
}

function bearerOf({ sub, username, role: given, iat }: JWTPayload): Verified {
  const role = roles.find((one) => one === given);
  if (!role || !sub || typeof username !== 'string' || iat === undefined) throw notValid();
  return { subject: sub, username, role, issuedAt: iat };
}

const notValid = () => new Rejection('UNAUTHENTICATED', 'The token is not valid');
