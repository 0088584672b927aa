/** Instruments outgoing calls, MongoDB commands and messages. Spans of requests and SQL are made by hand, which costs less. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { AmqplibInstrumentation } from '@opentelemetry/instrumentation-amqplib';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { httpSpanName } from '../tracing/index.ts';

/** Outgoing calls make a span only within a trace, so that the polls of background loops make none. */
export const instrumentations = (): Instrumentation[] => [
  new HttpInstrumentation({
    disableIncomingRequestInstrumentation: true,
    requireParentforOutgoingSpans: true,
    requestHook: (span, request) => {
      span.updateName(nameOf(request));
    },
  }),
  new UndiciInstrumentation({
    requireParentforSpans: true,
    requestHook: (span, { method, path }) => {
      span.updateName(httpSpanName(method, path));
    },
  }),
  new MongoDBInstrumentation({ requireParentSpan: true }),
  new AmqplibInstrumentation({
    publishHook: (span, { routingKey }) => {
      span.updateName(`PUBLISH ${routingKey}`);
    },
    consumeHook: (span) => {
      span.updateName(consumeName(span));
    },
  }),
];

const nameOf = (request: IncomingMessage | RequestOptions): string =>
  httpSpanName(request.method, 'url' in request ? request.url : 'path' in request ? (request.path ?? '/') : '/');

/** The instrumentation names it `<queue> process`, and says nowhere else which queue it was. */
const consumeName = (span: Span): string =>
  'name' in span && typeof span.name === 'string' ? `CONSUME ${span.name.replace(/ process$/, '')}` : 'CONSUME';
