/** The refusal of a method that a path does not have. */
import { Rejection } from '@catalog/contracts';
import type { Context } from 'koa';

export function notPossible(ctx: Context, possible: readonly string[]): Rejection {
  ctx.set('Allow', possible.join(', '));
  return new Rejection('METHOD_NOT_ALLOWED', `${ctx.method} is not possible here; possible: ${possible.join(', ')}`);
}
