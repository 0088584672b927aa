/** Serves /metrics on a separate port, METRICS_PORT, which the service's callers cannot reach; without that setting there are none. */
import { log, registry } from '@catalog/observability';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type from 'typebox';
import { readEnvironment } from './environment.ts';

const environment = Type.Object({
  METRICS_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  HOST: Type.String({ default: '0.0.0.0' }),
});

export async function serveMetrics(resources: AsyncDisposableStack): Promise<void> {
  const { METRICS_PORT, HOST } = readEnvironment(environment);
  if (METRICS_PORT === undefined) {
    log.info('Metrics not served', { reason: 'METRICS_PORT is not set' });
    return;
  }
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        log.error('Metrics cannot be read', { error });
        response.writeHead(500).end();
      },
    );
  });
  server.listen(METRICS_PORT, HOST);
  await once(server, 'listening');
  resources.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  log.info('Metrics served', { port: (server.address() as AddressInfo).port });
}
