/** Spans of requests and of the calls they lead to, made by hand: the instrumentations would cost a small service as much as its work. */
import {
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  context,
  propagation,
  trace,
} from '@opentelemetry/api';
import type { IncomingMessage } from 'node:http';
import { httpSpanName } from './span-names.ts';

export type RequestSpan = {
  run<T>(work: () => T): T;
  end(status: number): void;
};

export type CallSpan = {
  /** Propagate the trace to the service that is called. */
  headers: Record<string, string>;
  end(status: number): void;
  fail(reason: string): void;
};

/** Continues the trace of the request's headers. */
export const openRequestSpan = (request: IncomingMessage): RequestSpan => opened(request, traceIn(request), []);

/** Begins a new trace, since anybody can write such headers; the trace they name is linked, and shown as a tag. */
export function openEdgeSpan(request: IncomingMessage): RequestSpan {
  const caller = trace.getSpanContext(traceIn(request)) ?? parentIn(request.headers['traceparent']);
  return opened(request, ROOT_CONTEXT, caller ? [{ context: caller }] : []);
}

function opened({ method, url = '/', headers, httpVersion, socket }: IncomingMessage, parent: Context, links: Link[]): RequestSpan {
  const [path, query] = splitAt(url);
  const span = tracer.startSpan(
    httpSpanName(method, path),
    {
      kind: SpanKind.SERVER,
      links,
      attributes: {
        'http.request.method': method,
        'url.scheme': 'http',
        'url.path': path,
        'url.query': query,
        'client.address': socket.remoteAddress,
        'user_agent.original': headers['user-agent'],
        'network.protocol.version': httpVersion,
        'caller.trace_id': links[0]?.context.traceId,
      },
    },
    parent,
  );
  const active = trace.setSpan(parent, span);
  return {
    run: (work) => context.with(active, work),
    end: (status) => {
      endWith(span, status);
    },
  };
}

const traceIn = ({ headers }: IncomingMessage): Context =>
  'b3' in headers || 'x-b3-traceid' in headers ? propagation.extract(ROOT_CONTEXT, headers) : ROOT_CONTEXT;

/** Of the W3C's header. */
function parentIn(header: string | string[] | undefined): SpanContext | undefined {
  const [, traceId, spanId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(String(header)) ?? [];
  return traceId && spanId ? { traceId, spanId, traceFlags: TraceFlags.NONE, isRemote: true } : undefined;
}

/** A child of the active span; without an active span there is none. */
export function openCallSpan({ method, origin, path: target }: { method: string; origin: string; path: string }): CallSpan {
  const parent = context.active();
  if (!trace.getSpan(parent)) return none;
  const [path, query] = splitAt(target);
  const span = tracer.startSpan(
    httpSpanName(method, path),
    {
      kind: SpanKind.CLIENT,
      attributes: { 'http.request.method': method, 'url.full': origin + target, 'url.path': path, 'url.query': query },
    },
    parent,
  );
  return {
    headers: headersOf(trace.setSpan(parent, span)),
    end: (status) => {
      endWith(span, status);
    },
    fail(reason) {
      span.setAttribute('error.type', reason);
      span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
      span.end();
    },
  };
}

const tracer = trace.getTracer('@catalog/observability');

const none: CallSpan = { headers: {}, end: () => {}, fail: () => {} };

function splitAt(target: string): [path: string, query: string | undefined] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)];
}

function headersOf(active: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(active, headers);
  return headers;
}

/** By OpenTelemetry's conventions a 4xx is no error of the server that answers it. */
function endWith(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) {
    span.setAttribute('error.type', String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
