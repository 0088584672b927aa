/** The refusal of a method that a path does not have. */
import { methodNotAllowed, type Rejection } from '@catalog/contracts';
import type { Context } from 'koa';

export function notPossible(ctx: Context, possible: readonly string[]): Rejection {
  ctx.set('Allow', possible.join(', '));
  return methodNotAllowed(ctx.method, possible);
}
