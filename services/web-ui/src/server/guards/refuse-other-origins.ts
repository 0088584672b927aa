/** Refuses what another site makes a browser send: whatever may change something must come from a page of ours. */
import { Rejection } from '@catalog/contracts';
import type { Middleware } from 'koa';

export const refuseOtherOrigins: Middleware = (ctx, next) => {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (isRead || isOurs({ site: ctx.get('sec-fetch-site'), origin: ctx.get('origin'), host: ctx.host })) return next();
  throw new Rejection('FORBIDDEN', 'This was not sent by a page of ours');
};

/** Browsers say where a request comes from; older ones only its origin. What says neither is not believed. */
export function isOurs({ site, origin, host }: { site: string; origin: string; host: string }): boolean {
  if (site !== '' && site !== 'same-origin') return false;
  if (origin === '') return site === 'same-origin';
  return URL.canParse(origin) && new URL(origin).host === host;
}
