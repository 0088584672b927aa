/** Sends whoever is not signed in to the sign-in page, and afterwards back to where they wanted to go. */
import type { Middleware } from 'koa';
import { seeOther } from '../see-other.ts';

export const requireSignIn =
  (prefix: string): Middleware =>
  async (ctx, next) => {
    const isProtected = ctx.path === prefix || ctx.path.startsWith(`${prefix}/`);
    if (!isProtected || (ctx.state['signed_in'] as boolean)) return next() as Promise<void>;
    seeOther(ctx, `/sign-in?${new URLSearchParams({ next: ctx.method === 'GET' ? ctx.url : prefix }).toString()}`);
  };
