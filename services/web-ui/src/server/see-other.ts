import type { Context } from 'koa';
import { ownPath } from './local-path.ts';

/** Sends the browser on to another page of ours, whatever it did here; never elsewhere, whoever named the target. */
export function seeOther(ctx: Context, target: string): void {
  ctx.redirect(ownPath(target));
  ctx.body = '';
  ctx.status = 303;
  ctx.set('Cache-Control', 'no-store');
}
