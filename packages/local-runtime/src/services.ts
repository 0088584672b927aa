/** What the environment of each service says on this machine, once the addresses of all others are known. */
import type { ServerName } from '@catalog/backing-services';
import { addressVariable, factsOf, type ProcessName, processNames, type Server, type ServiceName, webPages } from '@catalog/contracts';
import type { Environment, Secrets } from './home/index.ts';

export type Addresses = {
  servers: Record<ServerName, string>;
  services: Record<ProcessName, string>;
  /** The Postgres database of each service that has one. */
  databases: Partial<Record<ServiceName, string>>;
};

const USUAL_BASE = 8000;

/** The ports of the manifest, or as far from `base` as they are from 8000; the web pages then come after the services. */
export function portOf(name: ProcessName, base: number): number {
  if (base === USUAL_BASE) return factsOf(name).port;
  return base + (name === webPages ? processNames.indexOf(name) : factsOf(name).port - USUAL_BASE);
}

export function environmentsOf(addresses: Addresses, secrets: Secrets): Record<ProcessName, Environment> {
  const { servers, services, databases } = addresses;
  const serverVariables: Record<Server, (name: ProcessName) => Environment> = {
    postgres: (name) => (name !== webPages && databases[name] ? { DATABASE_URL: databases[name] } : {}),
    rabbitmq: () => ({ RABBITMQ_URL: servers.rabbitmq }),
    camunda: () => ({ CAMUNDA_URL: servers.camunda }),
    mongodb: () => ({ MONGODB_URL: inDatabase('store', servers.mongodb) }),
    elasticsearch: () => ({ ELASTICSEARCH_URL: servers.elasticsearch }),
  };
  const own = ownVariables(secrets);
  const complete = (name: ProcessName): Environment => {
    const { uses = [], calls = [] } = factsOf(name);
    return {
      SERVICE_NAME: name,
      HOST: '127.0.0.1',
      PORT: new URL(services[name]).port,
      ZIPKIN_URL: servers.zipkin,
      JWKS_URL: `${services['identity-service']}/api/v1/auth/jwks`,
      ...(Object.assign({}, ...uses.map((server) => serverVariables[server](name))) as Environment),
      ...Object.fromEntries(calls.map((other) => [addressVariable(other), services[other]])),
      ...own[name],
    };
  };
  return Object.fromEntries(processNames.map((name) => [name, complete(name)])) as Record<ProcessName, Environment>;
}

const ownVariables = ({ proxy, signing_keys_file, clients }: Secrets): Partial<Record<ProcessName, Environment>> => ({
  'api-gateway': {
    PROXY_SECRET: proxy,
    // Whoever reaches this machine's loopback is one of us: what the web pages ask is one trace with what answers.
    TRUST_TRACE_CONTEXT: 'true',
  },
  'identity-service': {
    ENVIRONMENT: 'demo',
    JWT_KEYS_FILE: signing_keys_file,
    SERVICE_CLIENTS: JSON.stringify({ 'store-service': clients['store-service'] }),
  },
  'store-service': { CLIENT_ID: 'store-service', CLIENT_SECRET: clients['store-service'] ?? '' },
  'web-ui': { PROXY_SECRET: proxy },
});

/** Not by URL: the address may name several hosts. */
const inDatabase = (database: string, address: string): string => address.replace(/^(\w[\w+]*:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
