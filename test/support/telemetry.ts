/** The names in logs, traces and metrics that people, dashboards and alerts rely on; a test fails when one disappears. */
import { factsOf, type Server, type ServiceName } from '@catalog/contracts';

/** Every line of a log has these, and no other. */
export const logFields = ['timestamp', 'level', 'service', 'correlation_id', 'trace_id', 'span_id', 'message', 'context'];

/** What a publication that succeeds is told by, beside the outcome of each request. */
export const logMessages = [
  'Request handled',
  'Saga started',
  'Saga step started',
  'Saga step completed',
  'Saga ended',
  'Event handled',
  'Offering shown in the store',
];

const publish = 'POST /api/v1/offerings/{id}/publish';
const request = `offering-service SERVER ${publish}`;
const saga = (service: string, step: string) => `${service} CONSUMER SAGA offering-publication-saga ${step}`;

/** The spans of a publication, each with the one it is below. */
export const publicationSpans: [span: string, parent: string][] = [
  [`api-gateway CLIENT ${publish}`, `api-gateway SERVER ${publish}`],
  [request, `api-gateway CLIENT ${publish}`],
  ['offering-service CLIENT SELECT product_offerings', request],
  ['offering-service CLIENT INSERT outbox', request],
  ['offering-service PRODUCER SAGA offering-publication-saga start', request],
  ['offering-service PRODUCER PUBLISH product.offerings.events', request],
  ['store-service CONSUMER CONSUME store-service.offerings.queue', 'offering-service PRODUCER PUBLISH product.offerings.events'],
  [
    'specification-service CONSUMER CONSUME specification-service.offerings.queue',
    'offering-service PRODUCER PUBLISH product.offerings.events',
  ],
  ['pricing-service CONSUMER CONSUME pricing-service.offerings.queue', 'offering-service PRODUCER PUBLISH product.offerings.events'],
  [saga('pricing-service', 'lock-prices'), request],
  ['pricing-service CLIENT SELECT prices', saga('pricing-service', 'lock-prices')],
  ['pricing-service CLIENT INSERT outbox', saga('pricing-service', 'lock-prices')],
  ['pricing-service PRODUCER PUBLISH commercial.pricing.events', saga('pricing-service', 'lock-prices')],
  ['offering-service CONSUMER CONSUME offering-service.prices.queue', 'pricing-service PRODUCER PUBLISH commercial.pricing.events'],
  ['store-service CONSUMER CONSUME store-service.prices.queue', 'pricing-service PRODUCER PUBLISH commercial.pricing.events'],
  [saga('specification-service', 'validate-specifications'), request],
  ['specification-service CLIENT SELECT specifications', saga('specification-service', 'validate-specifications')],
  [saga('store-service', 'create-store-entry'), request],
  ['store-service CLIENT insert published_offerings', saga('store-service', 'create-store-entry')],
  [saga('offering-service', 'confirm-publication'), request],
  ['offering-service PRODUCER PUBLISH product.offerings.events', saga('offering-service', 'confirm-publication')],
  ['store-service CLIENT update published_offerings', 'store-service CONSUMER CONSUME store-service.offerings.queue'],
  [saga('pricing-service', 'unlock-prices'), request],
];

const every = [
  'http_request_duration_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
];
const messaging = [
  'event_bus_connections',
  'event_bus_consumed_events_total',
  'event_bus_published_events_total',
  'event_bus_lag_seconds',
  'event_bus_queue_messages',
  'event_bus_dead_letters',
];
const outbox = [
  'outbox_pending_events',
  'outbox_oldest_pending_seconds',
  'outbox_failed_events',
  'outbox_published_events_total',
  'outbox_publish_failures_total',
];
const steps = ['saga_steps_total', 'saga_step_seconds'];
const pools = ['connection_pool_connections'];

const own: Partial<Record<ServiceName, string[]>> = {
  'api-gateway': [
    ...pools,
    'gateway_circuit_state',
    'gateway_requests_in_flight',
    'gateway_bulkhead_refusals_total',
    'gateway_token_lookups_total',
    'gateway_last_answers_total',
  ],
  'identity-service': ['sign_ins_total'],
  'specification-service': ['replica_lookups_total'],
  'offering-service': ['replica_lookups_total', 'publications_total', 'publication_seconds', 'publications_overdue'],
  'store-service': ['replica_lookups_total', 'store_event_lag_seconds', 'store_search_degraded', 'store_searches_total'],
};

const byServer: Record<Server, string[]> = { postgres: pools, mongodb: pools, rabbitmq: messaging, camunda: steps, elasticsearch: [] };

export function metricNamesOf(name: ServiceName): string[] {
  const { uses = [], publishes } = factsOf(name);
  return [...new Set([...every, ...uses.flatMap((server) => byServer[server]), ...(publishes ? outbox : []), ...(own[name] ?? [])])];
}
