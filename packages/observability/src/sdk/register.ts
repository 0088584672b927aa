/** For `node --import`: starts OpenTelemetry before anything else loads. Spans go to Zipkin, or by OTLP; context travels as B3. */
import { register } from 'node:module';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { b3Propagator } from './b3-propagator.ts';
import { instrumentations } from './instrumentations.ts';
import { serviceName } from '../service-name.ts';
import { keepForShutdown } from '../tracing/index.ts';
import { zipkinExporter } from './zipkin-exporter.ts';

/** The hook may touch these only: wrapping every module would slow the start, and our own need no wrapping. */
const instrumented = ['amqplib', 'mongodb', 'http', 'https', 'node:http', 'node:https'];

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, { data: { include: instrumented } });

process.env['OTEL_TRACES_SAMPLER'] ??= 'parentbased_traceidratio';
process.env['OTEL_TRACES_SAMPLER_ARG'] ??= process.env['TRACE_SAMPLE_RATIO'] ?? '1';
process.env['OTEL_BSP_SCHEDULE_DELAY'] ??= '1000';
// A client may write as much as a request line takes.
process.env['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'] ??= '4096';
// Its client would make a second span for each call, above that of undici.
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

/** Without an address spans are made and passed on, so that logs and headers name the trace, but sent nowhere. */
function destination({ ZIPKIN_URL, OTEL_EXPORTER_OTLP_ENDPOINT }: NodeJS.ProcessEnv): Partial<NodeSDKConfiguration> {
  if (OTEL_EXPORTER_OTLP_ENDPOINT) return {}; // the SDK makes the exporter, by the variables of OpenTelemetry
  if (ZIPKIN_URL) return { traceExporter: zipkinExporter(ZIPKIN_URL, serviceName) };
  const nowhere = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };
  return { spanProcessors: [nowhere] };
}
