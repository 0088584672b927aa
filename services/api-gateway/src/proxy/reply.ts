/** Writes the answer to a request that was passed on, or the refusal; each returns the status that the client heard. */
import { replyTo } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { ServerResponse } from 'node:http';
import { type Answer, ClientGone } from '../exchange/index.ts';
import type { Headers } from '../headers/index.ts';

/** `said`: the gateway's own headers; where the service says another thing, that counts. */
export function give(response: ServerResponse, said: Headers, { status, headers, body }: Answer): number {
  if (response.destroyed) throw new ClientGone('The client hung up');
  response.on('error', (error) => { log.debug('Reply broken off', { error }); });
  response.writeHead(status, { ...said, ...headers });
  if (body === null) response.end();
  else if ('into' in body) body.into(response);
  // As a text the body is written in one piece with the headers.
  else response.end(body.toString('latin1'), 'latin1');
  return status;
}

const CLIENT_CLOSED_REQUEST = 499;

/** Nobody reads the answer to a client that hung up; the status shall tell why there was none. */
export function refuse(response: ServerResponse, said: Headers, error: unknown, correlationId: string): number {
  if (error instanceof ClientGone) return CLIENT_CLOSED_REQUEST;
  const { status, headers, body } = replyTo(error, correlationId);
  const text = Buffer.from(JSON.stringify(body));
  const own = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(text.length) };
  response.on('error', (broken) => { log.debug('Reply broken off', { error: broken }); });
  response.writeHead(status, { ...said, ...headers, ...own }).end(text);
  return status;
}
