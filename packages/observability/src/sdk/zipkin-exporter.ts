/** Exports spans to Zipkin in its own format, with little work per span. What failed has an `error` tag, by which Zipkin shows it. */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';

type SpanExporter = NonNullable<NodeSDKConfiguration['traceExporter']>;
type Span = Parameters<SpanExporter['export']>[0][number];

const LIMIT_MS = 5_000;
const [SUCCESS, FAILED] = [0, 1];

/** `zipkinUrl` is the server's address, without /api/v2/spans. */
export function zipkinExporter(zipkinUrl: string, serviceName: string): SpanExporter {
  const url = `${zipkinUrl.replace(/\/+$/, '')}/api/v2/spans`;
  const localEndpoint = { serviceName };
  const underWay = new Set<Promise<void>>();
  const forceFlush = async () => {
    await Promise.all(underWay);
  };
  return {
    export(spans, done) {
      const sending = send(url, JSON.stringify(spans.map((span) => ({ ...zipkinSpan(span), localEndpoint }))))
        .then(
          () => done({ code: SUCCESS }),
          (error: Error) => done({ code: FAILED, error }),
        )
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    forceFlush,
    shutdown: forceFlush,
  };
}

async function send(url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(LIMIT_MS) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`Zipkin answered ${response.status}`);
}

function zipkinSpan(span: Span) {
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    id: spanId,
    parentId: span.parentSpanContext?.spanId,
    name: span.name,
    kind: kinds[span.kind],
    timestamp: microseconds(span.startTime),
    duration: Math.max(1, microseconds(span.duration)),
    tags: tagsOf(span),
    annotations:
      span.events.length === 0 ? undefined : span.events.map(({ time, name }) => ({ timestamp: microseconds(time), value: name })),
  };
}

/** Zipkin accepts text only. */
function tagsOf({ attributes, status }: Span): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) tags[name] = typeof value === 'string' ? value : JSON.stringify(value);
  if (status.code === SpanStatusCode.ERROR) tags['error'] = status.message ?? tags['error.type'] ?? 'failed';
  return tags;
}

const microseconds = ([seconds, nanoseconds]: [number, number]): number => seconds * 1e6 + Math.round(nanoseconds / 1e3);

const kinds = {
  [SpanKind.INTERNAL]: undefined,
  [SpanKind.SERVER]: 'SERVER',
  [SpanKind.CLIENT]: 'CLIENT',
  [SpanKind.PRODUCER]: 'PRODUCER',
  [SpanKind.CONSUMER]: 'CONSUMER',
} as const;
