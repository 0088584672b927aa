/** Listens for requests; stopping takes no new ones and finishes those under way. */
import { log } from '@catalog/observability';
import type Koa from 'koa';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerUnreadable } from './unreadable-request.ts';

export type Listening = { url: string; stop(): Promise<void> };

const KEEP_ALIVE_MS = 65_000;
const DRAIN_LIMIT_MS = 10_000;

export async function serve(app: Koa, { host, port }: { host: string; port: number }): Promise<Listening> {
  const handle = app.callback();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => void handle(request, response));
  server.on('clientError', answerUnreadable);
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: actual } = server.address() as AddressInfo;
  log.info('Listening', { address, port: actual });
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
      await closed;
      clearTimeout(force);
    },
  };
}
