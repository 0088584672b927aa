/** Issues access tokens: JWTs with the subject, username and role. */
import type { Role } from '@catalog/contracts';
import { SignJWT } from 'jose';
import { ALGORITHM, type SigningKeys } from '../keys/index.ts';

type Bearer = { subject: string; username: string; role: Role };
type AccessToken = { access_token: string; token_type: 'Bearer'; expires_in: number };
export type IssueToken = (bearer: Bearer, lifetimeSeconds: number, now?: Date) => Promise<AccessToken>;

/** Of services' tokens; that of people's is a setting. */
export const SERVICE_TOKEN_SECONDS = 600;

/** How long a key stays published after its last token: the longest lifetime, and a minute for clocks that differ. */
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
