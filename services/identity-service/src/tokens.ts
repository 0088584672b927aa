/** Makes access tokens: JWTs that say who someone is and in what role, for as long as they are valid. */
import type { Role } from '@catalog/contracts';
import { SignJWT } from 'jose';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';

export type Bearer = { subject: string; username: string; role: Role };
export type AccessToken = { access_token: string; token_type: 'Bearer'; expires_in: number };
export type IssueToken = (bearer: Bearer, lifetimeSeconds: number, now?: Date) => Promise<AccessToken>;

export const createTokenIssuer =
  ({ current }: Pick<SigningKeys, 'current'>, { issuer, audience }: { issuer: string; audience: string }): IssueToken =>
  async ({ subject, username, role }, lifetimeSeconds, now = new Date()) => {
    const issuedAt = Math.floor(now.getTime() / 1000);
    const access_token = await new SignJWT({ username, role })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: current.kid })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(current.privateKey);
    return { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds };
  };
