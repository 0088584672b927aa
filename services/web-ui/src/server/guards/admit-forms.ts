/** Decides about what a form of a page sends before anything of it is read: where it may be sent, how much, and by whom. */
import { Rejection } from '@catalog/contracts';
import type { Context, Middleware } from 'koa';
import { MOST_BYTES } from '../../catalog/transfer/transfer-limits.ts';
import { seeOther } from '../see-other.ts';
import { heldTokens } from '../session/token-cookies.ts';
import type { RoleOf } from '../session/who-asks.ts';

const TRANSFER = '/catalog/transfer';
/** More than the longest description with as many references as a thing may have. */
const FORM_BYTES = 256 * 1024;
/** For what a form says beside its file. */
const SPARE_BYTES = 64 * 1024;

/** `prefix`: of the pages that have forms, all of them for whoever is signed in. */
export const admitForms = (prefix: string, roleOf: RoleOf): Middleware => async (ctx, next) => {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return next() as Promise<void>;
  if (ctx.method !== 'POST' || !ctx.path.startsWith(`${prefix}/`)) throw notPossible(ctx);
  const isTransfer = ctx.path === TRANSFER;
  const role = await roleOf(heldTokens(ctx).access_token ?? '', ctx.ip);
  if (role === undefined) return seeOther(ctx, `/sign-in?${new URLSearchParams({ next: prefix }).toString()}`);
  if (isTransfer && role !== 'ADMIN') throw new Rejection('FORBIDDEN', 'This needs the role ADMIN', { required_roles: ['ADMIN'] });
  // Browsers say how long a form is; what does not could be without end.
  const { length } = ctx.request;
  if (length === undefined) throw new Rejection('MALFORMED_REQUEST', 'A form needs a Content-Length');
  if (length <= (isTransfer ? MOST_BYTES + SPARE_BYTES : FORM_BYTES)) return next() as Promise<void>;
  if (!isTransfer) throw new Rejection('BODY_TOO_LARGE', `A form may have at most ${FORM_BYTES} bytes`);
  // The page with the form says so.
  return seeOther(ctx, `${TRANSFER}?problem=tooLarge`);
};

function notPossible(ctx: Context): Rejection {
  ctx.set('Allow', 'GET, HEAD');
  return new Rejection('METHOD_NOT_ALLOWED', `${ctx.method} is not possible here`);
}
