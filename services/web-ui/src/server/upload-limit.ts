/** Turns away a file that is too large before it is read: the page with its form then says so. */
import type { Middleware } from 'koa';
import { MOST_BYTES } from '../catalog/transfer-limits.ts';
import { seeOther } from './see-other.ts';

/** For what a form says beside its file. */
const SPARE_BYTES = 64 * 1024;

export const uploadLimit: Middleware = async (ctx, next) => {
  const isTooLarge = ctx.method === 'POST' && (ctx.request.length ?? 0) > MOST_BYTES + SPARE_BYTES;
  if (!isTooLarge || ctx.path !== '/catalog/transfer') return next() as Promise<void>;
  seeOther(ctx, '/catalog/transfer?problem=tooLarge');
};
