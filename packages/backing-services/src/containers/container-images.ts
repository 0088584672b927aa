/** The image, settings and ports of each server, and the addresses that follow from them. */
import { historyCleanupEnvironment } from '../servers/index.ts';
import type { ServerName } from '../server.ts';

type Addresses = { url: string; [detail: string]: unknown };

export type ContainerPlan = {
  image: string;
  environment: Record<string, string>;
  command?: string[];
  ports: [number, ...number[]];
  addresses: (host: string, mapped: (port: number) => number) => Addresses;
};

export const images: Record<ServerName, ContainerPlan> = {
  postgres: {
    image: 'postgres:17',
    environment: { POSTGRES_PASSWORD: 'postgres' },
    command: ['postgres', '-c', 'max_connections=200', '-c', 'timezone=UTC'],
    ports: [5432],
    addresses: (host, mapped) => ({ url: `postgresql://postgres:postgres@${host}:${mapped(5432)}/postgres` }),
  },
  rabbitmq: {
    image: 'rabbitmq:4-management',
    environment: { RABBITMQ_DEFAULT_USER: 'catalog', RABBITMQ_DEFAULT_PASS: 'catalog' },
    ports: [5672, 15672],
    addresses: (host, mapped) => ({
      url: `amqp://catalog:catalog@${host}:${mapped(5672)}`,
      management_url: `http://${host}:${mapped(15672)}`,
      user: 'catalog',
      password: 'catalog',
    }),
  },
  mongodb: {
    image: 'mongo:8',
    environment: {},
    ports: [27017],
    addresses: (host, mapped) => ({ url: `mongodb://${host}:${mapped(27017)}/`, stand_in: false }),
  },
  elasticsearch: {
    image: 'docker.elastic.co/elasticsearch/elasticsearch:8.19.21',
    environment: {
      'discovery.type': 'single-node',
      'xpack.security.enabled': 'false',
      'action.destructive_requires_name': 'true',
      'cluster.routing.allocation.disk.threshold_enabled': 'false',
      ES_JAVA_OPTS: '-Xms256m -Xmx512m',
    },
    ports: [9200],
    addresses: (host, mapped) => ({ url: `http://${host}:${mapped(9200)}` }),
  },
  camunda: {
    image: 'camunda/camunda-bpm-platform:7.24.0',
    environment: historyCleanupEnvironment,
    ports: [8080],
    addresses: (host, mapped) => ({
      url: `http://${host}:${mapped(8080)}/engine-rest`,
      cockpit_url: `http://${host}:${mapped(8080)}/camunda/app/cockpit/`,
      user: 'demo',
      password: 'demo',
    }),
  },
  zipkin: {
    image: 'openzipkin/zipkin:3.6.1',
    environment: { STORAGE_TYPE: 'mem', MEM_MAX_SPANS: '50000' },
    ports: [9411],
    addresses: (host, mapped) => ({ url: `http://${host}:${mapped(9411)}`, ui_url: `http://${host}:${mapped(9411)}/zipkin/` }),
  },
};
