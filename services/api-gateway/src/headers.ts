/** Which headers cross the gateway: hop-by-hop ones never do, and what tells who is asking is always the gateway's own word. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import type { IncomingHttpHeaders } from 'node:http';

export type Headers = Record<string, string | string[]>;

export type RequestFacts = {
  caller: Caller | undefined;
  correlationId: string;
  /** Set only where proxies in front are trusted. */
  forwardedFor: string | undefined;
  peerAddress: string;
  protocol: string;
  host: string;
  hasBody: boolean;
};

const hopByHop = new Set([
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection',
  'te', 'trailer', 'transfer-encoding', 'upgrade',
]);
// `host` and `expect` are between the client and us; trace headers are written anew by the tracing of our own call.
const ours = /^(host|expect|forwarded|b3|traceparent|tracestate|http2-settings|x-(user|b3|forwarded|deadline|real-ip).*)$/;

export function requestHeaders(given: IncomingHttpHeaders, facts: RequestFacts): Headers {
  const { caller, correlationId, forwardedFor, peerAddress, protocol, host, hasBody } = facts;
  return {
    ...kept(given, (name) => !ours.test(name) && (hasBody || !name.startsWith('content-'))),
    [CORRELATION_HEADER]: correlationId,
    ...(caller && { 'x-user-id': caller.subject }),
    'x-forwarded-for': forwardedFor ? `${forwardedFor}, ${peerAddress}` : peerAddress,
    'x-forwarded-proto': protocol,
    'x-forwarded-host': host,
  };
}

export const replyHeaders = (given: IncomingHttpHeaders): Headers => kept(given, () => true);

function kept(given: IncomingHttpHeaders, isWanted: (name: string) => boolean): Headers {
  const named = new Set(`${given.connection ?? ''}`.toLowerCase().split(',').map((name) => name.trim()));
  const entries = Object.entries(given).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !hopByHop.has(entry[0]) && !named.has(entry[0]) && isWanted(entry[0]),
  );
  return Object.fromEntries(entries);
}
