/** Which headers cross the gateway: of a request those that services know, of an answer all but hop-by-hop ones; what tells who is asking is always the gateway's own word. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from './client.ts';

export type Headers = Record<string, string | string[]>;

export type RequestFacts = {
  client: Client;
  caller: Caller | undefined;
  correlationId: string;
  hasBody: boolean;
};

const hopByHop = new Set([
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection',
  'te', 'trailer', 'transfer-encoding', 'upgrade',
]);
/** All others stop here: a proxy or a library further back may read meaning into any of them. The tracing of our own call writes the trace's. */
const passed = new Set([
  'accept', 'accept-encoding', 'accept-language', 'authorization', 'user-agent', 'idempotency-key', 'range',
  'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range',
]);
const ofBodies = new Set(['content-type', 'content-length', 'content-encoding', 'content-language']);

export function requestHeaders(given: IncomingHttpHeaders, { client, caller, correlationId, hasBody }: RequestFacts): Headers {
  const headers = kept(given, (name) => passed.has(name) || (hasBody && ofBodies.has(name)));
  headers[CORRELATION_HEADER] = correlationId;
  if (caller) headers['x-user-id'] = caller.subject;
  // The one address that was found: whoever comes next has one proxy in front, however many there are in front of us.
  headers['x-forwarded-for'] = client.address;
  headers['x-forwarded-proto'] = client.protocol;
  headers['x-forwarded-host'] = client.host;
  return headers;
}

export const replyHeaders = (given: IncomingHttpHeaders): Headers => kept(given, () => true);

function kept(given: IncomingHttpHeaders, isWanted: (name: string) => boolean): Headers {
  const named = namedIn(given.connection);
  const headers: Headers = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined && !hopByHop.has(name) && !named?.has(name) && isWanted(name)) headers[name] = value;
  }
  return headers;
}

/** What a Connection header names belongs to one connection too; nearly always it names nothing but itself. */
function namedIn(connection: string | undefined): Set<string> | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined;
  return new Set(`${connection}`.toLowerCase().split(',').map((name) => name.trim()));
}
