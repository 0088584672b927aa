/** What the gateway tells a service about a request, beside what the client itself said. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import type { Context } from 'koa';
import type { RequestFacts } from './headers.ts';

export const factsOf = (ctx: Context): Omit<RequestFacts, 'caller' | 'hasBody'> => ({
  correlationId: ctx.response.get(CORRELATION_HEADER),
  forwardedFor: ctx.app.proxy ? ctx.get('x-forwarded-for') || undefined : undefined,
  peerAddress: ctx.socket.remoteAddress ?? '',
  protocol: ctx.protocol,
  host: ctx.host,
});
