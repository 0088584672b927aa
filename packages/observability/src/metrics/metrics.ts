/** Makes Prometheus metrics on one registry; a name that exists already gives the same metric. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type MetricOptions<Label extends string> = { name: string; help: string; labels?: readonly Label[] };

export const registry = new Registry();

export function counter<Label extends string = never>({ name, help, labels = [] }: MetricOptions<Label>): Counter<Label> {
  return existing<Counter<Label>>(name) ?? new Counter({ name, help, labelNames: labels, registers: [registry] });
}

/** `collect` sets the value each time the metrics are read. */
export function gauge<Label extends string = never>({
  name,
  help,
  labels = [],
  collect,
}: MetricOptions<Label> & { collect?: (self: Gauge<Label>) => void | Promise<void> }): Gauge<Label> {
  const read =
    collect === undefined
      ? {}
      : {
          collect(this: Gauge<Label>) {
            return collect(this);
          },
        };
  return existing<Gauge<Label>>(name) ?? new Gauge({ name, help, labelNames: labels, registers: [registry], ...read });
}

/** Durations are in seconds; the default buckets reach from 5 ms to 10 s. */
export function histogram<Label extends string = never>({
  name,
  help,
  labels = [],
  buckets,
}: MetricOptions<Label> & { buckets?: number[] }): Histogram<Label> {
  const sized = buckets === undefined ? {} : { buckets };
  return existing<Histogram<Label>>(name) ?? new Histogram({ name, help, labelNames: labels, registers: [registry], ...sized });
}

let started = false;

/** Memory, CPU, garbage collection and event loop delay of this process. */
export function startProcessMetrics(): void {
  if (started) return;
  started = true;
  collectDefaultMetrics({ register: registry });
}

const existing = <M>(name: string): M | undefined => registry.getSingleMetric(name) as M | undefined;
