import type { Context } from 'koa';

/** Sends the browser on to another page, whatever it did here. */
export function seeOther(ctx: Context, target: string): void {
  ctx.redirect(target);
  ctx.body = '';
  ctx.status = 303;
  ctx.set('Cache-Control', 'no-store');
}
