/** Listens for requests; stopping takes no new connections, answers whatever still arrives on those there are, and cuts none of it. */
import { log } from '@catalog/observability';
import type Koa from 'koa';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerUnreadable } from './unreadable-request.ts';

export type Listening = { url: string; stop(): Promise<void> };

/** Whoever sends slower than this is not waited for. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };
const KEEP_ALIVE_MS = 65_000;
const LAST_REQUESTS_MS = 500;
const CLOSE_IDLE_EVERY_MS = 50;
const DRAIN_LIMIT_MS = 10_000;

export async function serve(app: Koa, { host, port }: { host: string; port: number }): Promise<Listening> {
  const handle = app.callback();
  const unanswered = new Set<ServerResponse>();
  let isStopping = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, ...patience }, (request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (isStopping) closeAfter(response);
    void handle(request, response);
  });
  server.on('clientError', answerUnreadable);
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: actual } = server.address() as AddressInfo;
  log.info('Listening', { address, port: actual });
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`,
    async stop() {
      isStopping = true;
      for (const response of unanswered) closeAfter(response);
      await drain(server);
    },
  };
}

/** Tells the client to send no further request on this connection. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** A connection that looks idle may have a request under way to us: those are closed only once what was sent before has arrived. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  // The server's own close() would cut idle connections at once.
  NetServer.prototype.close.call(server);
  await Promise.race([closed, delay(LAST_REQUESTS_MS)]);
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}
