/** Renews the tokens of whoever is signed in: shortly before they expire, or once they are revoked. */
import type { IssuedToken } from '@catalog/contracts';
import type { Middleware } from 'koa';
import { tokenClaims } from '../../token-claims.ts';
import type { Identity } from './identity.ts';
import { renewOnce } from './renew-once.ts';
import { clearTokens, replaceRequestTokens, setTokens, tokensOf } from './token-cookies.ts';

/** A token that expires sooner is renewed before the page is rendered. */
const SPARE_SECONDS = 60;

/** While nobody can say, a token counts as not revoked: the services check each one. */
export type RevocationCheck = (token: IssuedToken) => Promise<boolean>;

export function keepSignedIn(identity: Identity, isRevoked: RevocationCheck, now: () => number = Date.now): Middleware {
  const renew = renewOnce(identity.refresh);
  return async (ctx, next) => {
    const { access_token, refresh_token } = tokensOf(ctx);
    const secondsLeft = await secondsLeftOf(access_token);
    ctx.state['signed_in'] = secondsLeft > 0;
    if (refresh_token && secondsLeft <= SPARE_SECONDS) {
      const result = await renew(refresh_token, ctx.ip);
      if ('tokens' in result) {
        setTokens(ctx, result.tokens);
        replaceRequestTokens(ctx, result.tokens);
        ctx.state['signed_in'] = true;
      } else if (result.refusal.code === 'INVALID_CREDENTIALS') {
        clearTokens(ctx);
        replaceRequestTokens(ctx, { access_token: undefined, refresh_token: undefined });
        ctx.state['signed_in'] = false;
      }
    }
    await next();
  };

  async function secondsLeftOf(accessToken: string | undefined): Promise<number> {
    const claims = accessToken === undefined ? undefined : tokenClaims(accessToken);
    if (!claims || (await isRevoked(claims))) return 0;
    return claims.expiry - now() / 1000;
  }
}
