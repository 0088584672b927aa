/** What docker-compose.yml says of each service: its image, its environment and what it waits for. */
import { addressVariable, factsOf, type ProcessName, processNames, type Server, usersOf } from '@catalog/contracts';

type Own = { environment?: Record<string, string>; waitsFor?: Record<string, string>; more?: Record<string, string> };

const own: Partial<Record<ProcessName, Own>> = {
  'api-gateway': {
    environment: {
      CORS_ORIGINS: '${CORS_ORIGINS:-http://localhost:3000,http://127.0.0.1:3000}',
      PROXY_SECRET: '${PROXY_SECRET:-secret-of-the-web-pages}',
    },
    more: { ports: '["127.0.0.1:${GATEWAY_PORT:-8000}:8000"]', networks: '[catalog, outside]' },
  },
  'identity-service': {
    environment: {
      ENVIRONMENT: 'demo',
      JWT_KEYS_FILE: '/etc/catalog/signing-keys/signing-keys.json',
      SERVICE_CLIENTS: `'{"store-service":"\${STORE_CLIENT_SECRET:-store-service-secret}"}'`,
    },
    waitsFor: { 'signing-keys': 'service_completed_successfully' },
    more: { volumes: '["signing-keys:/etc/catalog/signing-keys:ro"]' },
  },
  'store-service': {
    environment: { CLIENT_ID: 'store-service', CLIENT_SECRET: '${STORE_CLIENT_SECRET:-store-service-secret}' },
  },
  'web-ui': {
    environment: { PROXY_SECRET: '${PROXY_SECRET:-secret-of-the-web-pages}' },
    more: { mem_limit: '320m', ports: '["127.0.0.1:${WEB_PORT:-3000}:3000"]', networks: '[catalog, outside]' },
  },
};

/** What a server gives those that use it, and when it can be used. */
const servers: Record<Server, { variables: (name: ProcessName) => Record<string, string>; waitsFor: Record<string, string> }> = {
  postgres: {
    variables: (name) => ({ DATABASE_URL: `postgresql://${roleOf(name)}:${passwordOf(name)}@postgres:5432/${roleOf(name)}` }),
    waitsFor: { databases: 'service_completed_successfully' },
  },
  rabbitmq: {
    variables: () => ({ RABBITMQ_URL: 'amqp://catalog:${RABBITMQ_PASSWORD:-catalog}@rabbitmq:5672' }),
    waitsFor: { rabbitmq: 'service_healthy' },
  },
  camunda: { variables: () => ({ CAMUNDA_URL: 'http://camunda:8080/engine-rest' }), waitsFor: { camunda: 'service_healthy' } },
  mongodb: { variables: () => ({ MONGODB_URL: 'mongodb://mongodb:27017/store' }), waitsFor: { mongodb: 'service_healthy' } },
  elasticsearch: { variables: () => ({ ELASTICSEARCH_URL: 'http://elasticsearch:9200' }), waitsFor: { elasticsearch: 'service_healthy' } },
};

export const composeParts = (): Record<string, string> => ({
  services: processNames.map(serviceBlock).join('\n'),
  'passwords of the databases': usersOf('postgres')
    .map((name) => `      PASSWORD_OF_${roleOf(name)}: ${passwordOf(name)}\n`)
    .join(''),
});

function serviceBlock(name: ProcessName): string {
  const { environment = {}, waitsFor = {}, more = {} } = own[name] ?? {};
  const { port, uses = [], calls = [] } = factsOf(name);
  const variables = {
    PORT: String(port),
    ...(Object.assign({}, ...uses.map((server) => servers[server].variables(name))) as Record<string, string>),
    ...Object.fromEntries(calls.map((other) => [addressVariable(other), addressOf(other)])),
    ...environment,
  };
  // Who has servers of its own does without the others for a while; who has none is of no use before them.
  const others = uses.length > 0 ? {} : Object.fromEntries(calls.map((other) => [other, 'service_healthy']));
  const conditions = {
    ...(Object.assign({}, ...uses.map((server) => servers[server].waitsFor)) as Record<string, string>),
    ...waitsFor,
    ...others,
  };
  return [
    `  ${name}:`,
    '    <<: *service',
    `    image: product-catalog/${name}:\${TAG:-dev}`,
    `    build: {context: ., dockerfile: services/Dockerfile, args: {SERVICE: ${name}}}`,
    ...Object.entries(more).map(([key, value]) => `    ${key}: ${value}`),
    '    environment:',
    '      <<: *environment',
    ...Object.entries(variables).map(([key, value]) => `      ${key}: ${value}`),
    '    depends_on:',
    ...Object.entries(conditions).map(([other, condition]) => `      ${other}: {condition: ${condition}}`),
    '',
  ].join('\n');
}

const roleOf = (name: ProcessName): string => name.replaceAll('-', '_');

function passwordOf(name: ProcessName): string {
  const short = name.replace(/-service$/, '');
  return `\${${short.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD:-${short}}`;
}

const addressOf = (name: ProcessName): string => `http://${name}:${factsOf(name).port}`;
