/** Signs users in and out by plain forms: POST /session and POST /session/end. */
import { log } from '@catalog/observability';
import type { Context, Middleware } from 'koa';
import { localPath } from '../local-path.ts';
import { readForm } from '../read-form.ts';
import { seeOther } from '../see-other.ts';
import type { Identity } from './identity.ts';
import { clearTokens, setTokens, tokensOf } from './token-cookies.ts';

export const sessionEndpoints =
  (identity: Identity): Middleware =>
  async (ctx, next) => {
    if (ctx.method !== 'POST') await next();
    else if (ctx.path === '/session') await signIn(ctx, identity);
    else if (ctx.path === '/session/end') await signOut(ctx, identity);
    else await next();
  };

async function signIn(ctx: Context, identity: Identity): Promise<void> {
  const { username = '', password = '', next = '' } = await readForm(ctx);
  const target = localPath(next);
  const result = await identity.signIn({ username, password }, ctx.ip);
  if ('tokens' in result) {
    setTokens(ctx, result.tokens);
    seeOther(ctx, target);
    return;
  }
  const { code, retryAfterSeconds } = result.refusal;
  const query = new URLSearchParams({ problem: code, next: target, ...(retryAfterSeconds && { wait: String(retryAfterSeconds) }) });
  seeOther(ctx, `/sign-in?${query.toString()}`);
}

async function signOut(ctx: Context, identity: Identity): Promise<void> {
  const { access_token, refresh_token } = tokensOf(ctx);
  clearTokens(ctx);
  if (access_token && refresh_token) {
    await identity
      .signOut({ access_token, refresh_token }, ctx.ip)
      .catch((error: unknown) => log.warn('Signed out in this browser only', { error }));
  }
  seeOther(ctx, '/');
}
