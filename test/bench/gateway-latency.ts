/** How long a hundred users wait to read and to create a price through the gateway, with the pricing service, PostgreSQL and RabbitMQ. */
import { createServiceDatabase, startBackingServices } from '@catalog/backing-services';
import { randomUUID } from 'node:crypto';
import { startService } from '../support/start-service.ts';
import type { TokenIssuer } from '../support/tokens.ts';
import { type Answered, ask } from './gateway-load.ts';

export type Latencies = {
  read(users: readonly string[]): Promise<Answered>;
  create(users: readonly string[]): Promise<Answered>;
  stop(): Promise<void>;
};

const READS = 5_000;
const WRITES = 2_000;
const nowhere = 'http://127.0.0.1:1';

export async function startPricing(home: string, issuer: TokenIssuer): Promise<Latencies> {
  const running = new AsyncDisposableStack();
  const { servers, stop } = await startBackingServices({
    dataDirectory: `${home}/data`,
    logDirectory: `${home}/log`,
    only: ['postgres', 'rabbitmq'],
    durable: true,
  });
  running.defer(stop);
  const pricing = await startService('pricing-service', {
    DATABASE_URL: await createServiceDatabase(servers.postgres.url, 'gateway-bench', 'gateway'),
    RABBITMQ_URL: servers.rabbitmq.url,
    JWKS_URL: issuer.jwksUrl,
    CAMUNDA_URL: nowhere,
  });
  running.defer(async () => {
    await pricing.stop();
  });
  const others = ['IDENTITY', 'CHARACTERISTIC', 'SPECIFICATION', 'OFFERING', 'STORE'].map((name) => [`${name}_SERVICE_URL`, nowhere]);
  const gateway = await startService('api-gateway', {
    JWKS_URL: issuer.jwksUrl,
    RATE_LIMIT_PER_MINUTE: '10000000',
    PRICING_SERVICE_URL: pricing.url,
    ...Object.fromEntries(others),
  });
  running.defer(async () => {
    await gateway.stop();
  });
  const path = '/api/v1/prices';
  const wish = () => ({ name: `Monthly ${randomUUID()}`, value: 24.99, unit: 'per month', currency: 'USD' });
  const made = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { authorization: await issuer.bearer('ADMIN'), 'content-type': 'application/json' },
    body: JSON.stringify(wish()),
  });
  const { id } = (await made.json()) as { id: string };
  return {
    read: (users) => ask({ url: gateway.url, path: `${path}/${id}`, users, amount: READS }),
    create: (users) => ask({ url: gateway.url, path, method: 'POST', users, amount: WRITES, bodyOf: wish }),
    stop: () => running.disposeAsync(),
  };
}
