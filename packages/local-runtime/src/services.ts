/** The services of the catalog and its web pages: each one's port, and what its environment says once the addresses of all others are known. */
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

export const webPages = 'web-ui';
export const processNames = [...serviceNames, webPages] as const;
export type ProcessName = (typeof processNames)[number];

export type Environment = Record<string, string>;
export type Addresses = {
  servers: Record<ServerName, string>;
  services: Record<ProcessName, string>;
  /** The Postgres database of each service that has one. */
  databases: Partial<Record<ServiceName, string>>;
};

export const withDatabase = serviceNames.filter((name) => name !== 'api-gateway' && name !== 'store-service');

const USUAL_BASE = 8000;
const USUAL_WEB_PORT = 3000;

/** The ports of the specification: 8000 for the gateway, and so on; 3000 for the web pages, unless all are moved. */
export function portOf(name: ProcessName, base: number): number {
  return name === webPages && base === USUAL_BASE ? USUAL_WEB_PORT : base + processNames.indexOf(name);
}

export function environmentsOf(addresses: Addresses, secrets: Secrets): Record<ProcessName, Environment> {
  const { servers, services, databases } = addresses;
  const broker = { RABBITMQ_URL: servers.rabbitmq };
  const engine = { CAMUNDA_URL: servers.camunda };
  const own: Record<ProcessName, Environment> = {
    'api-gateway': {
      IDENTITY_SERVICE_URL: services['identity-service'],
      CHARACTERISTIC_SERVICE_URL: services['characteristic-service'],
      SPECIFICATION_SERVICE_URL: services['specification-service'],
      PRICING_SERVICE_URL: services['pricing-service'],
      OFFERING_SERVICE_URL: services['offering-service'],
      STORE_SERVICE_URL: services['store-service'],
      PROXY_SECRET: secrets.proxy,
      // Whoever reaches this machine's loopback is one of us: what the web pages ask is one trace with what answers.
      TRUST_TRACE_CONTEXT: 'true',
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
    'web-ui': { API_GATEWAY_URL: services['api-gateway'], PROXY_SECRET: secrets.proxy },
  };
  const shared = { ZIPKIN_URL: servers.zipkin, JWKS_URL: `${services['identity-service']}/api/v1/auth/jwks` };
  const complete = (name: ProcessName): Environment => ({
    SERVICE_NAME: name,
    HOST: '127.0.0.1',
    PORT: new URL(services[name]).port,
    ...shared,
    ...(name !== webPages && databases[name] && { DATABASE_URL: databases[name] }),
    ...own[name],
  });
  return Object.fromEntries(processNames.map((name) => [name, complete(name)])) as Record<ProcessName, Environment>;
}

/** Not by URL: the address may name several hosts. */
const inDatabase = (database: string, address: string): string => address.replace(/^(\w[\w+]*:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
