/** Refuses requests that another site makes a browser send: whatever may change something must come from one of our pages (CSRF). */
import { Rejection } from '@catalog/contracts';
import type { Middleware } from 'koa';

export const refuseOtherOrigins: Middleware = (ctx, next) => {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (isRead || isSameOrigin({ site: ctx.get('sec-fetch-site'), origin: ctx.get('origin'), host: ctx.host })) return next();
  throw new Rejection('FORBIDDEN', 'Requests from other sites are not accepted');
};

/** Browsers send Sec-Fetch-Site, older ones only Origin; a request with neither is refused. */
function isSameOrigin({ site, origin, host }: { site: string; origin: string; host: string }): boolean {
  if (site !== '' && site !== 'same-origin') return false;
  if (origin === '') return site === 'same-origin';
  return URL.canParse(origin) && new URL(origin).host === host;
}
