/** Redirects to another page of this site (303), never elsewhere, whoever named the target. */
import type { Context } from 'koa';
import { localPath } from './local-path.ts';

export function seeOther(ctx: Context, target: string): void {
  ctx.redirect(localPath(target));
  ctx.body = '';
  ctx.status = 303;
  ctx.set('Cache-Control', 'no-store');
}
