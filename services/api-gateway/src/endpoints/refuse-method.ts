/** Refuses a method that a path does not have. */
import { methodNotAllowed } from '@catalog/contracts';
import type { Context } from 'koa';

export function refuseMethod(ctx: Context, allowed: readonly string[]): never {
  ctx.set('Allow', allowed.join(', '));
  throw methodNotAllowed(ctx.method, allowed);
}
