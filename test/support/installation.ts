/** The write side of an empty catalog behind its gateway, without a workflow engine, with databases and a virtual host of its own. */
import { createTestDatabase } from './postgres.ts';
import { createTestVhost } from './rabbitmq.ts';
import { startService } from './start-service.ts';
import { startTokenIssuer } from './tokens.ts';

export type Installation = {
  /** The environment of the `catalog` command, for an ADMIN. */
  access: { CATALOG_URL: string; CATALOG_TOKEN: string };
  stop(): Promise<void>;
};

const nowhere = 'http://127.0.0.1:1';

export async function startInstallation(): Promise<Installation> {
  const [vhost, issuer] = await Promise.all([createTestVhost(), startTokenIssuer()]);
  const undo: (() => Promise<unknown>)[] = [() => vhost.delete(), () => issuer.stop()];
  const start = async (name: string, environment: Record<string, string> = {}) => {
    const database = await createTestDatabase();
    const service = await startService(name, {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      CAMUNDA_URL: nowhere,
      ...environment,
    });
    undo.unshift(
      () => service.stop(),
      () => database.drop(),
    );
    return service.url;
  };
  // One after another: the first declares the broker's queues, which takes it a while.
  const CHARACTERISTIC_SERVICE_URL = await start('characteristic-service');
  const PRICING_SERVICE_URL = await start('pricing-service');
  const SPECIFICATION_SERVICE_URL = await start('specification-service', { CHARACTERISTIC_SERVICE_URL });
  const OFFERING_SERVICE_URL = await start('offering-service', {
    CHARACTERISTIC_SERVICE_URL,
    SPECIFICATION_SERVICE_URL,
    PRICING_SERVICE_URL,
  });
  const gateway = await startService('api-gateway', {
    CHARACTERISTIC_SERVICE_URL,
    PRICING_SERVICE_URL,
    SPECIFICATION_SERVICE_URL,
    OFFERING_SERVICE_URL,
    JWKS_URL: issuer.jwksUrl,
    RATE_LIMIT_PER_MINUTE: '100000',
  });
  undo.unshift(() => gateway.stop());
  const token = (await issuer.bearer('ADMIN')).slice('Bearer '.length);
  return {
    access: { CATALOG_URL: gateway.url, CATALOG_TOKEN: token },
    async stop() {
      for (const step of undo) await step();
    },
  };
}
