/** Writes an answer or an error to the client, and returns the status for logs and metrics. */
import { replyTo } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { ServerResponse } from 'node:http';
import { type Answer, CLIENT_CLOSED_REQUEST, ClientGone } from '../exchange/index.ts';
import type { Headers } from '../headers/index.ts';

/** The service's headers override the gateway's own. */
export function send(response: ServerResponse, responseHeaders: Headers, { status, headers, body }: Answer): number {
  if (response.destroyed) throw new ClientGone();
  logBrokenReply(response);
  response.writeHead(status, { ...responseHeaders, ...headers });
  if (body === null) response.end();
  else if ('pipeTo' in body) body.pipeTo(response);
  // As a string, Node writes the body in one piece with the headers.
  else response.end(body.toString('latin1'), 'latin1');
  return status;
}

export function sendError(response: ServerResponse, responseHeaders: Headers, error: unknown, correlationId: string): number {
  if (error instanceof ClientGone) return CLIENT_CLOSED_REQUEST;
  const { status, headers, body } = replyTo(error, correlationId);
  const text = Buffer.from(JSON.stringify(body));
  const bodyHeaders = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(text.length) };
  logBrokenReply(response);
  response.writeHead(status, { ...responseHeaders, ...headers, ...bodyHeaders }).end(text);
  return status;
}

function logBrokenReply(response: ServerResponse): void {
  response.on('error', (error) => {
    log.debug('Reply broken off', { error });
  });
}
