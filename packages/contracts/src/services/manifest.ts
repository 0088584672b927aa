/**
 * The manifest of services: everything about a service that others have to know, said once. The gateway's routes, the addresses in every
 * runtime, the charts, compose, skaffold, Tilt, Prometheus, README's table and the lists of the tests come from it
 * (docs/adding-a-service.md).
 */
import type { Topic } from '../events.ts';
import type { Role } from '../access/index.ts';

export const servers = ['postgres', 'rabbitmq', 'camunda', 'mongodb', 'elasticsearch'] as const;
export type Server = (typeof servers)[number];

/** A prefix of paths that the gateway sends to the service. */
export type Route = {
  prefix: string;
  /** Roles that may change something here; the service decides about each single operation. */
  writers: readonly Role[];
  readsArePublic?: true;
  /** How long an answer may take to begin, where the usual 4 s do not do. */
  deadlineMs?: number;
};

/** Who may call a service besides those that name it in `calls`: whoever checks tokens may ask the identity service for its keys, too. */
export type Caller = { name: string; methods?: readonly string[]; paths?: readonly string[] };

export type ServiceFacts = {
  /** The same in every runtime, unless all are moved. */
  port: number;
  /** For README's table. */
  owns: string;
  uses?: readonly Server[];
  calls?: readonly string[];
  callers?: readonly Caller[];
  /** Whether it takes tokens on trust, as those it calls check them. */
  leavesTokensToOthers?: true;
  routes?: readonly Route[];
  /** Operations for everybody, as `METHOD path`. */
  publicOperations?: readonly string[];
  /** Operations for services alone, which the gateway does not show; what stands in braces is any one segment. */
  internalOperations?: readonly string[];
  /** Operations that honour an Idempotency-Key. */
  idempotentOperations?: readonly string[];
  /** Operations that take a password, which could be guessed. */
  passwordOperations?: readonly string[];
  publishes?: readonly Topic[];
  subscribesTo?: readonly Topic[];
};

export const services = {
  'api-gateway': {
    port: 8000,
    owns: 'the way in: routing, tokens, limits, circuit breakers; API documentation at `/docs`',
    calls: ['identity-service', 'characteristic-service', 'specification-service', 'pricing-service', 'offering-service', 'store-service'],
    callers: [{ name: 'ingress' }, { name: 'web-ui' }, { name: 'catalog-test' }],
  },
  'identity-service': {
    port: 8001,
    owns: 'users and tokens',
    uses: ['postgres'],
    callers: [
      { name: 'store-service', methods: ['GET', 'POST'], paths: ['/api/v1/auth/jwks', '/api/v1/auth/token'] },
      { name: 'ingress', methods: ['GET'], paths: ['/api/v1/auth/jwks'] },
    ],
    routes: [{ prefix: '/api/v1/auth', writers: ['ADMIN', 'USER'] }],
    publicOperations: ['POST /api/v1/auth/login', 'POST /api/v1/auth/refresh', 'GET /api/v1/auth/public-key', 'GET /api/v1/auth/jwks'],
    internalOperations: ['POST /api/v1/auth/token'],
    passwordOperations: ['POST /api/v1/auth/login', 'POST /api/v1/auth/me/password'],
  },
  'characteristic-service': {
    port: 8002,
    owns: 'characteristics: *Speed 100*, 100 Mbps',
    uses: ['postgres', 'rabbitmq'],
    routes: [{ prefix: '/api/v1/characteristics', writers: ['ADMIN'] }],
    idempotentOperations: ['POST /api/v1/characteristics'],
    publishes: ['resource.characteristics.events'],
    subscribesTo: ['resource.specifications.events', 'product.offerings.events'],
  },
  'specification-service': {
    port: 8003,
    owns: 'specifications: sets of characteristics',
    uses: ['postgres', 'rabbitmq', 'camunda'],
    calls: ['characteristic-service'],
    routes: [{ prefix: '/api/v1/specifications', writers: ['ADMIN'] }],
    idempotentOperations: ['POST /api/v1/specifications'],
    publishes: ['resource.specifications.events'],
    subscribesTo: ['resource.characteristics.events', 'product.offerings.events'],
  },
  'pricing-service': {
    port: 8004,
    owns: 'prices, their calendars, and their locks during a publication',
    uses: ['postgres', 'rabbitmq', 'camunda'],
    routes: [
      { prefix: '/api/v1/prices', writers: ['ADMIN'] },
      { prefix: '/api/v1/price-changes', writers: ['ADMIN'] },
    ],
    internalOperations: ['POST /api/v1/prices/{id}/lock', 'POST /api/v1/prices/{id}/unlock'],
    idempotentOperations: ['POST /api/v1/prices', 'POST /api/v1/prices/{id}/changes'],
    publishes: ['commercial.pricing.events'],
    subscribesTo: ['product.offerings.events'],
  },
  'offering-service': {
    port: 8005,
    owns: 'offerings, from draft over publication to retirement, and the categories that they are in',
    uses: ['postgres', 'rabbitmq', 'camunda'],
    calls: ['characteristic-service', 'specification-service', 'pricing-service'],
    routes: [
      { prefix: '/api/v1/offerings', writers: ['ADMIN', 'USER'] },
      { prefix: '/api/v1/publications', writers: ['ADMIN'] },
      { prefix: '/api/v1/schedules', writers: [] },
      { prefix: '/api/v1/categories', writers: ['ADMIN'] },
    ],
    idempotentOperations: [
      'POST /api/v1/categories',
      'POST /api/v1/offerings',
      'POST /api/v1/offerings/{id}/publish',
      'POST /api/v1/offerings/{id}/retire',
      'POST /api/v1/offerings/{id}/revisions',
      'POST /api/v1/offerings/{id}/revisions/{revision}/publish',
    ],
    publishes: ['product.categories.events', 'product.offerings.events'],
    subscribesTo: ['resource.characteristics.events', 'resource.specifications.events', 'commercial.pricing.events'],
  },
  'store-service': {
    port: 8006,
    owns: 'what customers see: search, facets, documents',
    uses: ['mongodb', 'elasticsearch', 'rabbitmq', 'camunda'],
    calls: ['identity-service', 'characteristic-service', 'specification-service', 'pricing-service', 'offering-service'],
    routes: [
      // How the store is kept in order is the administrators' business; comparing reads the whole catalog.
      { prefix: '/api/v1/store/rebuilds', writers: ['ADMIN'] },
      { prefix: '/api/v1/store/drift', writers: ['ADMIN'], deadlineMs: 15_000 },
      { prefix: '/api/v1/store', writers: ['ADMIN'], readsArePublic: true },
    ],
    subscribesTo: [
      'resource.characteristics.events',
      'resource.specifications.events',
      'commercial.pricing.events',
      'product.categories.events',
      'product.offerings.events',
    ],
  },
  'web-ui': {
    port: 3000,
    owns: 'the pages: the store for customers, the catalog for those who look after it',
    calls: ['api-gateway'],
    callers: [{ name: 'ingress' }],
    leavesTokensToOthers: true,
  },
} as const satisfies Record<string, ServiceFacts>;
