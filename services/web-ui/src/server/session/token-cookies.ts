/** Keeps a session's tokens in cookies that no script can read. */
import type { Context } from 'koa';
import { ACCESS_COOKIE, REFRESH_COOKIE } from '../../session-cookies.ts';
import { setCookie } from '../set-cookie.ts';
import type { Tokens } from './identity.ts';

export type SessionTokens = { access_token: string | undefined; refresh_token: string | undefined };

export const tokensOf = (ctx: Context): SessionTokens => ({
  access_token: ctx.cookies.get(ACCESS_COOKIE),
  refresh_token: ctx.cookies.get(REFRESH_COOKIE),
});

export function setTokens(ctx: Context, tokens: Tokens): void {
  setCookie(ctx, ACCESS_COOKIE, tokens.access_token, tokens.expires_in);
  setCookie(ctx, REFRESH_COOKIE, tokens.refresh_token, tokens.refresh_expires_in);
}

export function clearTokens(ctx: Context): void {
  for (const name of [ACCESS_COOKIE, REFRESH_COOKIE]) setCookie(ctx, name, undefined, 0);
}

/** Rewrites the request's own cookies, so that the page rendered next sees them as the browser will send them from now on. */
export function replaceRequestTokens(ctx: Context, { access_token, refresh_token }: SessionTokens): void {
  const isToken = (pair: string) => [ACCESS_COOKIE, REFRESH_COOKIE].includes(pair.split('=', 1)[0] ?? '');
  const others = ctx
    .get('cookie')
    .split(/;\s*/)
    .filter((pair) => pair && !isToken(pair));
  const tokens = Object.entries({ [ACCESS_COOKIE]: access_token, [REFRESH_COOKIE]: refresh_token });
  ctx.req.headers.cookie = [...others, ...tokens.flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))].join('; ');
}
