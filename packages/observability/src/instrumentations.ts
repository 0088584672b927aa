/** What makes spans by itself, and how they are named: requests in and out, SQL, MongoDB commands, and messages. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { AmqplibInstrumentation } from '@opentelemetry/instrumentation-amqplib';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { KoaInstrumentation, KoaLayerType, type KoaRequestInfo } from '@opentelemetry/instrumentation-koa';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { nameGivenTo } from './request-context.ts';
import { httpSpanName, sqlSpanName } from './span-names.ts';

/** Calls out make a span only within a trace: the polls of a background loop are nobody's request. */
export const instrumentations = (): Instrumentation[] => [
  new HttpInstrumentation({
    ignoreIncomingRequestHook: ({ url }) => isProbe(url),
    requireParentforOutgoingSpans: true,
    requestHook: (span, request) => { span.updateName(nameOf(request)); },
    applyCustomAttributesOnSpan: (span, request) => { nameByRoute(span, request.method); },
  }),
  new KoaInstrumentation({
    ignoreLayersType: [KoaLayerType.MIDDLEWARE],
    requestHook: (span, { context }: KoaRequestInfo<KoaContext, unknown>) => {
      span.updateName(`handler ${routeOf(context._matchedRoute)}`);
    },
  }),
  new UndiciInstrumentation({
    requireParentforSpans: true,
    requestHook: (span, { method, path }) => { span.updateName(httpSpanName(method, path)); },
  }),
  new PgInstrumentation({
    requireParentSpan: true,
    ignoreConnectSpans: true,
    requestHook: (span, { query }) => { span.updateName(sqlSpanName(query.text)); },
  }),
  new MongoDBInstrumentation({ requireParentSpan: true }),
  new AmqplibInstrumentation({
    publishHook: (span, { routingKey }) => { span.updateName(`PUBLISH ${routingKey}`); },
    consumeHook: (span) => { span.updateName(consumeName(span)); },
  }),
];

const isProbe = (url: string | undefined): boolean => /^\/(?:health|metrics)(?:[/?]|$)/.test(url ?? '');

const nameOf = (request: IncomingMessage | RequestOptions): string =>
  httpSpanName(request.method, 'url' in request ? request.url : 'path' in request ? request.path ?? '/' : '/');

/** Koa writes a route as /things/:id, our contracts as /things/{id}. */
const routeOf = (pattern: unknown): string => String(pattern).replaceAll(/:(\w+)/g, '{$1}');

function nameByRoute(span: Span, method: string | undefined): void {
  const route = attribute(span, 'http.route');
  const name = nameGivenTo(span) ?? (route === undefined ? undefined : `${method ?? 'GET'} ${routeOf(route)}`);
  if (name !== undefined) span.updateName(name);
}

/** The instrumentation calls it `<queue> process`, and tells the queue nowhere else. */
const consumeName = (span: Span): string =>
  'name' in span && typeof span.name === 'string' ? `CONSUME ${span.name.replace(/ process$/, '')}` : 'CONSUME';

/** The API only writes attributes; the SDK's span shows them. */
const attribute = (span: Span, key: string): unknown =>
  'attributes' in span ? (span.attributes as Record<string, unknown>)[key] : undefined;

type KoaContext = { _matchedRoute?: string | RegExp };
