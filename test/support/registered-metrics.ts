/** Every metric of the services, with its labels, found by loading each source file that makes one. */
import { registry, startProcessMetrics } from '@catalog/observability';
import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export type Metric = { type: string; labels: readonly string[] };

export async function registeredMetrics(): Promise<Map<string, Metric>> {
  startProcessMetrics();
  for (const file of globSync('{packages,services}/*/src/**/*.ts').filter(makesMetrics)) await import(pathToFileURL(file).href);
  return new Map(
    registry.getMetricsAsArray().map((metric) => [
      metric.name,
      {
        type: String('type' in metric ? metric.type : ''),
        labels: 'labelNames' in metric ? (metric.labelNames as string[]) : [],
      },
    ]),
  );
}

const makesMetrics = (file: string): boolean =>
  !file.endsWith('observability/src/metrics/metrics.ts') && /\b(?:counter|gauge|histogram)\(\{/.test(readFileSync(file, 'utf8'));
