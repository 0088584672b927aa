/** For `node --import`: starts OpenTelemetry before anything else loads. Spans go to Zipkin, context travels as B3. */
import { register } from 'node:module';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { instrumentations } from './instrumentations.ts';
import { keepForShutdown } from './tracing-sdk.ts';

/** The hook may touch these only: wrapping every module would slow the start, and our own need no wrapping. */
const instrumented = ['koa', 'pg', 'pg-pool', 'amqplib', 'mongodb', 'http', 'https', 'node:http', 'node:https'];

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, { data: { include: instrumented } });

process.env['OTEL_TRACES_SAMPLER'] ??= 'parentbased_traceidratio';
process.env['OTEL_TRACES_SAMPLER_ARG'] ??= process.env['TRACE_SAMPLE_RATIO'] ?? '1';
process.env['OTEL_BSP_SCHEDULE_DELAY'] ??= '1000';

const made = instrumentations();
const sdk = new NodeSDK({
  serviceName: process.env['SERVICE_NAME'] ?? 'unknown-service',
  autoDetectResources: false,
  textMapPropagator: new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
  instrumentations: made,
  metricReaders: [],
  logRecordProcessors: [],
  ...destination(process.env['ZIPKIN_URL']),
});
sdk.start();
keepForShutdown(sdk, made);

/** Without an address spans are made and passed on, so that logs and headers name the trace, but sent nowhere. */
function destination(zipkinUrl: string | undefined): Partial<NodeSDKConfiguration> {
  if (zipkinUrl) return { traceExporter: new ZipkinExporter({ url: `${zipkinUrl.replace(/\/+$/, '')}/api/v2/spans` }) };
  const nowhere = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };
  return { spanProcessors: [nowhere] };
}
