/** Listens for requests over HTTP, and stops without cutting any of them. */
import { log } from '@catalog/observability';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type from 'typebox';
import { readEnvironment } from '../environment.ts';
import { discardRest } from './discard-rest.ts';
import { drainable } from './drain.ts';
import { repeatedHeader } from './repeated-header.ts';
import { answerAmbiguous, answerUnreadable } from './answer-unreadable.ts';
import { waitForFreeCpu } from './wait-for-free-cpu.ts';

/** A Koa app is one. */
export type App = { callback(): RequestListener };
export type Listening = { url: string; stop(): Promise<void> };

/** Where many processes start at once, those that run already answer faster than a new one, which waits until the processor is free. */
const environment = Type.Object({ CALM_BEFORE_LISTENING_MS: Type.Integer({ minimum: 0, maximum: 60_000, default: 0 }) });

const timeLimits = { keepAliveTimeout: 65_000, headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };

export async function serve(app: App, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer(timeLimits);
  const drain = drainable(server);
  server.on('request', unambiguously(app.callback()));
  server.on('clientError', answerUnreadable);
  await waitForFreeCpu(readEnvironment(environment).CALM_BEFORE_LISTENING_MS);
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: actual } = server.address() as AddressInfo;
  log.info('Listening', { address, port: actual });
  return { url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`, stop: drain };
}

const unambiguously =
  (handle: RequestListener): RequestListener =>
  (request, response) => {
    response.once('finish', () => discardRest(request));
    const repeated = repeatedHeader(request.rawHeaders);
    if (repeated) answerAmbiguous(response, repeated);
    else handle(request, response);
  };
