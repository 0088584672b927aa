/** Makes access tokens: JWTs that say who someone is and in what role, for as long as they are valid. */
import type { Role } from '@catalog/contracts';
import { SignJWT } from 'jose';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';

export type Bearer = { subject: string; username: string; role: Role };
export type AccessToken = { access_token: string; token_type: 'Bearer'; expires_in: number };
export type IssueToken = (bearer: Bearer, lifetimeSeconds: number, now?: Date) => Promise<AccessToken>;

/** For services; the lifetime of people's tokens is a setting. */
export const SERVICE_TOKEN_SECONDS = 600;

/** How long a key must be known after its last token, for all who check it, whose clocks differ by up to a minute. */
export const longestLife = (tokenSeconds: number): number => Math.max(tokenSeconds, SERVICE_TOKEN_SECONDS) + 60;

export const createTokenIssuer =
  ({ current }: Pick<SigningKeys, 'current'>, { issuer, audience }: { issuer: string; audience: string }): IssueToken =>
  async ({ subject, username, role }, lifetimeSeconds, now = new Date()) => {
    const { kid, privateKey } = current();
    const issuedAt = Math.floor(now.getTime() / 1000);
    const access_token = await new SignJWT({ username, role })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(privateKey);
    return { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds };
  };
