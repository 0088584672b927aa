/** The tokens of who is signed in, in cookies that no script can read, and what else the browser keeps for us. */
import { type IssuedToken, roles } from '@catalog/contracts';
import type { Context } from 'koa';
import type { Tokens } from './identity.ts';

const ACCESS = 'catalog_access';
const REFRESH = 'catalog_refresh';

export type HeldTokens = { access_token: string | undefined; refresh_token: string | undefined };

export const heldTokens = (ctx: Context): HeldTokens => ({ access_token: ctx.cookies.get(ACCESS), refresh_token: ctx.cookies.get(REFRESH) });

export function keepTokens(ctx: Context, tokens: Tokens): void {
  setCookie(ctx, ACCESS, tokens.access_token, tokens.expires_in);
  setCookie(ctx, REFRESH, tokens.refresh_token, tokens.refresh_expires_in);
}

export function dropTokens(ctx: Context): void {
  for (const name of [ACCESS, REFRESH]) setCookie(ctx, name, undefined, 0);
}

/** So that the page which is rendered next finds them as the browser will send them. */
export function showTokens(ctx: Context, tokens: HeldTokens): void {
  const others = (ctx.get('cookie') || '').split(/;\s*/).filter((pair) => pair && ![ACCESS, REFRESH].includes(pair.split('=', 1)[0] ?? ''));
  const ours = Object.entries({ [ACCESS]: tokens.access_token, [REFRESH]: tokens.refresh_token }).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
  ctx.req.headers.cookie = [...others, ...ours].join('; ');
}

export function setCookie(ctx: Context, name: string, value: string | undefined, seconds: number): void {
  ctx.cookies.set(name, value ?? '', { httpOnly: true, sameSite: 'lax', secure: ctx.secure, overwrite: true, maxAge: value ? seconds * 1000 : 0 });
}

/** What a token says, and when it ends, by the seconds since 1970; undefined for what is no token. It is not checked here: the services do. */
export type Claims = IssuedToken & { expiry: number };

export function claimsOf(token: string): Claims | undefined {
  try {
    const { sub, role: given, iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    const role = roles.find((one) => one === given);
    if (typeof sub !== 'string' || !role || typeof iat !== 'number' || typeof exp !== 'number') return undefined;
    return { subject: sub, role, issuedAt: iat, expiry: exp };
  } catch {
    return undefined;
  }
}
