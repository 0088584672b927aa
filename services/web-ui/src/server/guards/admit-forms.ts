/** Decides, before any of it is read, whether a page's form is accepted: by its path, its size, and who sends it. */
import { Rejection } from '@catalog/contracts';
import type { Context, Middleware } from 'koa';
import { MAX_BYTES } from '../../catalog/transfer/transfer-limits.ts';
import { seeOther } from '../see-other.ts';
import { type Identity, tokensOf } from '../session/index.ts';

const TRANSFER = '/catalog/transfer';
/** More than the longest description with as many references as a thing may have. */
const FORM_BYTES = 256 * 1024;
/** For the fields beside the file. */
const SPARE_BYTES = 64 * 1024;

/** Forms are accepted below `prefix` only, from whoever is signed in. */
export const admitForms =
  (prefix: string, { roleOf }: Pick<Identity, 'roleOf'>): Middleware =>
  async (ctx, next) => {
    if (ctx.method === 'GET' || ctx.method === 'HEAD') return next() as Promise<void>;
    if (ctx.method !== 'POST' || !ctx.path.startsWith(`${prefix}/`)) throw methodNotAllowed(ctx);
    const isTransfer = ctx.path === TRANSFER;
    const role = await roleOf(tokensOf(ctx).access_token ?? '', ctx.ip);
    if (role === undefined) return seeOther(ctx, `/sign-in?${new URLSearchParams({ next: prefix }).toString()}`);
    if (isTransfer && role !== 'ADMIN') throw new Rejection('FORBIDDEN', 'This needs the role ADMIN', { required_roles: ['ADMIN'] });
    // Browsers say how long a form is; what does not could be endless.
    const { length } = ctx.request;
    if (length === undefined) throw new Rejection('MALFORMED_REQUEST', 'A form needs a Content-Length');
    if (length <= (isTransfer ? MAX_BYTES + SPARE_BYTES : FORM_BYTES)) return next() as Promise<void>;
    if (!isTransfer) throw new Rejection('BODY_TOO_LARGE', `A form may have at most ${FORM_BYTES} bytes`);
    // The page with the form says so.
    return seeOther(ctx, `${TRANSFER}?problem=tooLarge`);
  };

function methodNotAllowed(ctx: Context): Rejection {
  ctx.set('Allow', 'GET, HEAD');
  return new Rejection('METHOD_NOT_ALLOWED', `${ctx.method} is not allowed here`);
}
