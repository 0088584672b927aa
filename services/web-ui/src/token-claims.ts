/** Reads what an access token says of its holder, without checking the signature: every service does that itself. */
import { type IssuedToken, roles } from '@catalog/contracts';
import { decodeJwt } from 'jose';

/** `expiry` in seconds since 1970. */
export type TokenClaims = IssuedToken & { username: string; expiry: number };

/** Undefined for anything that is not one of the catalog's tokens. */
export function tokenClaims(token: string): TokenClaims | undefined {
  try {
    const { sub, role: claimed, username, iat, exp } = decodeJwt(token);
    const role = roles.find((one) => one === claimed);
    if (!role || typeof sub !== 'string' || typeof username !== 'string' || typeof iat !== 'number' || typeof exp !== 'number')
      return undefined;
    return { subject: sub, role, username, issuedAt: iat, expiry: exp };
  } catch {
    return undefined;
  }
}
