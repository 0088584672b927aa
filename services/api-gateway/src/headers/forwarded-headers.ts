/** Selects the headers that cross the gateway: of a request only those the services know, of an answer all but the hop-by-hop ones. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from './client.ts';

export type Headers = Record<string, string | string[]>;

type RequestOrigin = {
  client: Client;
  caller: Caller | undefined;
  correlationId: string;
  hasBody: boolean;
};

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** No others: any proxy or library behind the gateway might act on them. Trace headers are set by the span of the call. */
const forwarded = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'user-agent',
  'idempotency-key',
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
]);
const bodyHeaders = new Set(['content-type', 'content-length', 'content-encoding', 'content-language']);

/** What says who the caller is and where the request came from is always set here, never taken from the client. */
export function forwardedHeaders(given: IncomingHttpHeaders, { client, caller, correlationId, hasBody }: RequestOrigin): Headers {
  const headers = select(given, (name) => forwarded.has(name) || (hasBody && bodyHeaders.has(name)));
  headers[CORRELATION_HEADER] = correlationId;
  if (caller) headers['x-user-id'] = caller.subject;
  // One address: the services trust exactly one proxy, the gateway, however many stand in front of it.
  headers['x-forwarded-for'] = client.address;
  headers['x-forwarded-proto'] = client.protocol;
  headers['x-forwarded-host'] = client.host;
  return headers;
}

export const replyHeaders = (given: IncomingHttpHeaders): Headers => select(given, () => true);

function select(given: IncomingHttpHeaders, isWanted: (name: string) => boolean): Headers {
  const connectionHeaders = headersNamedIn(given.connection);
  const headers: Headers = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined && !hopByHop.has(name) && !connectionHeaders?.has(name) && isWanted(name)) headers[name] = value;
  }
  return headers;
}

/** Headers that the Connection header declares hop-by-hop; nearly always there are none. */
function headersNamedIn(connection: string | undefined): Set<string> | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined;
  return new Set(
    `${connection}`
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
}
