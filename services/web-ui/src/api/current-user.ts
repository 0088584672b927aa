/** Who is signed in, to decide what a page shows; what they may do is decided by the services. */
import { tokenClaims, type TokenClaims } from '../token-claims.ts';
import { accessToken } from './access-token.ts';

export async function currentUser(): Promise<TokenClaims | undefined> {
  const token = await accessToken();
  return token === undefined ? undefined : tokenClaims(token);
}
