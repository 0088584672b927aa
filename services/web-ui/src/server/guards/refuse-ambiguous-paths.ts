/** Refuses a path that could be read in two ways: what is decided by it here must hold for whoever reads it next. */
import { ambiguousPath } from '@catalog/contracts';
import type { Middleware } from 'koa';

export const clearPaths: Middleware = (ctx, next) => {
  // A request line that names a host, or no path at all, is for proxies.
  if (ctx.url.startsWith('/') && isClear(ctx.path)) return next();
  throw ambiguousPath();
};

/** No path of ours has a percent sign that is meant as one: decoding it once more must make nothing new of it. */
export function isClear(path: string): boolean {
  if (plain.test(path)) return true;
  const decoded = decode(path);
  return decoded !== undefined && decoded.startsWith('/') && !/%(?:2f|5c|25|[01][0-9a-f]|7f)/i.test(path) && !/\\|\/\/|\/\.\.?(?:\/|$)/.test(decoded);
}

/** Most are: nothing encoded, nothing empty, no dots. */
const plain = /^(?:\/[\w-]+)+$/;

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
