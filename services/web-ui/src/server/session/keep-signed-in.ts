/** Signing in and out by plain forms, and new tokens while somebody stays: in good time, or once those they have are revoked. */
import type { IssuedToken } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Context, Middleware } from 'koa';
import { formIn } from '../read-form.ts';
import type { Identity } from './identity.ts';
import { ownPath } from '../local-path.ts';
import { renewals } from './renew-once.ts';
import { seeOther } from '../see-other.ts';
import { claimsOf, dropTokens, heldTokens, keepTokens, showTokens } from './token-cookies.ts';

/** Tokens that end sooner are exchanged before the page is rendered. */
const SPARE_SECONDS = 60;

export const sessionEndpoints = (identity: Identity): Middleware => async (ctx, next) => {
  if (ctx.method !== 'POST') await next();
  else if (ctx.path === '/session') await signIn(ctx, identity);
  else if (ctx.path === '/session/end') await signOut(ctx, identity);
  else await next();
};

async function signIn(ctx: Context, identity: Identity): Promise<void> {
  const { username = '', password = '', next = '' } = await formIn(ctx);
  const target = ownPath(next);
  const outcome = await identity.signIn({ username, password }, ctx.ip);
  if ('tokens' in outcome) {
    keepTokens(ctx, outcome.tokens);
    seeOther(ctx, target);
    return;
  }
  const { code, retryAfterSeconds } = outcome.refusal;
  const query = new URLSearchParams({ problem: code, next: target, ...(retryAfterSeconds && { wait: String(retryAfterSeconds) }) });
  seeOther(ctx, `/sign-in?${query.toString()}`);
}

async function signOut(ctx: Context, identity: Identity): Promise<void> {
  const { access_token, refresh_token } = heldTokens(ctx);
  dropTokens(ctx);
  if (access_token && refresh_token) {
    await identity.signOut({ access_token, refresh_token }, ctx.ip).catch((error: unknown) => log.warn('Signed out here alone', { error }));
  }
  seeOther(ctx, '/');
}

/** While nobody can say, a token is not taken for revoked: the services look at each. */
export type AskIfRevoked = (token: IssuedToken) => Promise<boolean>;

export function keepSignedIn(identity: Identity, isRevoked: AskIfRevoked, now: () => number = Date.now): Middleware {
  const renew = renewals(identity.refresh);
  return async (ctx, next) => {
    const held = heldTokens(ctx);
    const secondsLeft = await secondsLeftOf(held.access_token);
    const isFresh = secondsLeft > SPARE_SECONDS;
    ctx.state['signed_in'] = secondsLeft > 0;
    if (held.refresh_token && !isFresh) {
      const outcome = await renew(held.refresh_token, ctx.ip);
      if ('tokens' in outcome) {
        keepTokens(ctx, outcome.tokens);
        showTokens(ctx, outcome.tokens);
        ctx.state['signed_in'] = true;
      } else if (outcome.refusal.code === 'INVALID_CREDENTIALS') {
        dropTokens(ctx);
        showTokens(ctx, { access_token: undefined, refresh_token: undefined });
        ctx.state['signed_in'] = false;
      }
    }
    await next();
  };

  async function secondsLeftOf(accessToken: string | undefined): Promise<number> {
    const claims = accessToken === undefined ? undefined : claimsOf(accessToken);
    if (!claims || await isRevoked(claims)) return 0;
    return claims.expiry - now() / 1000;
  }
}

/** What only somebody who is signed in can see leads to the form first, and then back. */
export const signInFirst = (prefix: string): Middleware => async (ctx, next) => {
  const isInside = ctx.path === prefix || ctx.path.startsWith(`${prefix}/`);
  if (!isInside || (ctx.state['signed_in'] as boolean)) return next() as Promise<void>;
  seeOther(ctx, `/sign-in?${new URLSearchParams({ next: ctx.method === 'GET' ? ctx.url : prefix }).toString()}`);
};
