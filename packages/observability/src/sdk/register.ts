/** For `node --import`: starts OpenTelemetry before anything else loads. Spans go to Zipkin or by OTLP, traces are propagated as B3. */
import { register } from 'node:module';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { b3Propagator } from './b3-propagator.ts';
import { instrumentations } from './instrumentations.ts';
import { serviceName } from '../service-name.ts';
import { keepForShutdown } from '../tracing/index.ts';
import { zipkinExporter } from './zipkin-exporter.ts';

/** The only modules that the hook wraps: wrapping every module would slow the start. */
const instrumented = ['amqplib', 'mongodb', 'http', 'https', 'node:http', 'node:https'];

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, { data: { include: instrumented } });

process.env['OTEL_TRACES_SAMPLER'] ??= 'parentbased_traceidratio';
process.env['OTEL_TRACES_SAMPLER_ARG'] ??= process.env['TRACE_SAMPLE_RATIO'] ?? '1';
process.env['OTEL_BSP_SCHEDULE_DELAY'] ??= '1000';
// An address may be as long as the client likes.
process.env['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'] ??= '4096';
// The client of Elasticsearch would make a second span for each call.
process.env['OTEL_ELASTICSEARCH_ENABLED'] ??= 'false';

const made = instrumentations();
const sdk = new NodeSDK({
  serviceName,
  autoDetectResources: false,
  textMapPropagator: b3Propagator(Number(process.env['TRACE_SAMPLE_RATIO'] ?? 1)),
  instrumentations: made,
  metricReaders: [],
  logRecordProcessors: [],
  ...destination(process.env),
});
sdk.start();
keepForShutdown(sdk, made);

/** Without an address spans are made but not exported, so that logs and headers still name the trace. */
function destination({ ZIPKIN_URL, OTEL_EXPORTER_OTLP_ENDPOINT }: NodeJS.ProcessEnv): Partial<NodeSDKConfiguration> {
  if (OTEL_EXPORTER_OTLP_ENDPOINT) return {}; // the SDK makes the exporter from OpenTelemetry's own variables
  if (ZIPKIN_URL) return { traceExporter: zipkinExporter(ZIPKIN_URL, serviceName) };
  const nowhere = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };
  return { spanProcessors: [nowhere] };
}
