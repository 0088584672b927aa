/** The services of the catalog: each one's port, and what its environment says once the addresses of all others are known. */
import type { ServerName } from '@catalog/backing-services';
import type { Secrets } from './secrets.ts';

export const serviceNames = [
  'api-gateway',
  'identity-service',
  'characteristic-service',
  'specification-service',
  'pricing-service',
  'offering-service',
  'store-service',
] as const;
export type ServiceName = (typeof serviceNames)[number];

export type Environment = Record<string, string>;
export type Addresses = {
  servers: Record<ServerName, string>;
  services: Record<ServiceName, string>;
  /** The Postgres database of each service that has one. */
  databases: Partial<Record<ServiceName, string>>;
};

export const withDatabase = serviceNames.filter((name) => name !== 'api-gateway' && name !== 'store-service');

/** The ports of the specification: 8000 for the gateway, and so on. */
export const portOf = (name: ServiceName, base: number): number => base + serviceNames.indexOf(name);

export function environmentsOf(addresses: Addresses, secrets: Secrets): Record<ServiceName, Environment> {
  const { servers, services, databases } = addresses;
  const broker = { RABBITMQ_URL: servers.rabbitmq };
  const engine = { CAMUNDA_URL: servers.camunda };
  const own: Record<ServiceName, Environment> = {
    'api-gateway': {
      IDENTITY_SERVICE_URL: services['identity-service'],
      CHARACTERISTIC_SERVICE_URL: services['characteristic-service'],
      SPECIFICATION_SERVICE_URL: services['specification-service'],
      PRICING_SERVICE_URL: services['pricing-service'],
      OFFERING_SERVICE_URL: services['offering-service'],
      STORE_SERVICE_URL: services['store-service'],
    },
    'identity-service': {
      ENVIRONMENT: 'demo',
      JWT_KEYS_FILE: secrets.signing_keys_file,
      SERVICE_CLIENTS: JSON.stringify({ 'store-service': secrets.clients['store-service'] }),
    },
    'characteristic-service': { ...broker },
    'specification-service': { ...broker, ...engine, CHARACTERISTIC_SERVICE_URL: services['characteristic-service'] },
    'pricing-service': { ...broker, ...engine },
    'offering-service': {
      ...broker,
      ...engine,
      SPECIFICATION_SERVICE_URL: services['specification-service'],
      PRICING_SERVICE_URL: services['pricing-service'],
    },
    'store-service': {
      ...broker,
      ...engine,
      MONGODB_URL: inDatabase('store', servers.mongodb),
      ELASTICSEARCH_URL: servers.elasticsearch,
      IDENTITY_SERVICE_URL: services['identity-service'],
      CHARACTERISTIC_SERVICE_URL: services['characteristic-service'],
      SPECIFICATION_SERVICE_URL: services['specification-service'],
      PRICING_SERVICE_URL: services['pricing-service'],
      OFFERING_SERVICE_URL: services['offering-service'],
      CLIENT_ID: 'store-service',
      CLIENT_SECRET: secrets.clients['store-service'] ?? '',
    },
  };
  const shared = { ZIPKIN_URL: servers.zipkin, JWKS_URL: `${services['identity-service']}/api/v1/auth/jwks` };
  const complete = (name: ServiceName): Environment => ({
    SERVICE_NAME: name,
    HOST: '127.0.0.1',
    PORT: new URL(services[name]).port,
    ...shared,
    ...(databases[name] && { DATABASE_URL: databases[name] }),
    ...own[name],
  });
  return Object.fromEntries(serviceNames.map((name) => [name, complete(name)])) as Record<ServiceName, Environment>;
}

/** Not by URL: the address may name several hosts. */
const inDatabase = (database: string, address: string): string => address.replace(/^(\w[\w+]*:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
