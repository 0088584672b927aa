/** A bulkhead per upstream: at most so many requests in flight, so that a slow service cannot take the whole gateway with it. */
import { Rejection } from '@catalog/contracts';
import { counter, gauge } from '@catalog/observability';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { Upstream } from './routes.ts';

export type Bulkhead = {
  name: Upstream;
  most: number;
  /** Runs the work, or refuses it at once with SERVICE_UNAVAILABLE: a queue would only make everybody late. */
  admit<T>(work: () => Promise<T>): Promise<T>;
};

export function createBulkhead(name: Upstream, most: number): Bulkhead {
  const policy = bulkhead(most, 0);
  inFlightAt.set(name, () => most - policy.executionSlots);
  policy.onReject(() => refused.inc({ upstream: name }));
  return {
    name,
    most,
    async admit(work) {
      try {
        return await policy.execute(work);
      } catch (error) {
        throw error instanceof BulkheadRejectedError ? tooBusy(name) : error;
      }
    },
  };
}

const tooBusy = (upstream: Upstream): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `The ${upstream} has too much to do at the moment; try again`, { upstream });

const inFlightAt = new Map<Upstream, () => number>();

gauge({
  name: 'gateway_requests_in_flight',
  help: 'Requests an upstream is working on',
  labels: ['upstream'],
  collect(self) {
    for (const [upstream, count] of inFlightAt) self.set({ upstream }, count());
  },
});

const refused = counter({ name: 'gateway_bulkhead_refusals_total', help: 'Requests refused as an upstream had too many', labels: ['upstream'] });
