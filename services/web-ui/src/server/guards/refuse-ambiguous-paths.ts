/** Refuses paths that different programs could read differently, so that what is decided by the path here holds for Next.js too. */
import { ambiguousPath } from '@catalog/contracts';
import type { Middleware } from 'koa';

export const refuseAmbiguousPaths: Middleware = (ctx, next) => {
  // A request line that names a host, or has no path at all, is for proxies.
  if (ctx.url.startsWith('/') && isUnambiguous(ctx.path)) return next();
  throw ambiguousPath();
};

/** No path of the pages contains a literal percent sign: decoding it a second time must change nothing. */
function isUnambiguous(path: string): boolean {
  if (plain.test(path)) return true;
  const decoded = decode(path);
  if (!decoded?.startsWith('/')) return false;
  return !/%(?:2f|5c|25|[01][0-9a-f]|7f)/i.test(path) && !/\\|\/\/|\/\.\.?(?:\/|$)/.test(decoded);
}

/** Most paths are: no encoding, no empty segments, no dots. */
const plain = /^(?:\/[\w-]+)+$/;

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
