/** Limits the requests in flight to an upstream, in all and per caller: neither a slow service nor a busy caller uses up the gateway. */
import { Rejection } from '@catalog/contracts';
import { counter, gauge } from '@catalog/observability';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { Upstream } from '../routing/index.ts';

export type Bulkhead = {
  /** Runs the work, or refuses at once: SERVICE_UNAVAILABLE if the upstream is full, TOO_MANY_REQUESTS if `who` has used up their share.
   * There is no queue: it would only delay everybody. */
  admit<T>(who: string, work: () => Promise<T>): Promise<T>;
};

/** Of all requests in flight, what one caller may have. */
const SHARE = 1 / 2;
const SHARE_RETRY_SECONDS = 1;

export function createBulkhead(name: Upstream, maxInFlight: number): Bulkhead {
  const policy = bulkhead(maxInFlight, 0);
  const share = Math.max(1, Math.floor(maxInFlight * SHARE));
  const inFlightOf = new Map<string, number>();
  inFlightAt.set(name, () => maxInFlight - policy.executionSlots);

  function refusalFor(error: unknown): unknown {
    if (!(error instanceof BulkheadRejectedError)) return error;
    refusals.inc({ upstream: name, reason: 'full' });
    return full(name);
  }

  return {
    async admit(who, work) {
      const inFlight = inFlightOf.get(who) ?? 0;
      if (inFlight >= share) {
        refusals.inc({ upstream: name, reason: 'share' });
        throw shareUsedUp(name);
      }
      inFlightOf.set(who, inFlight + 1);
      try {
        return await policy.execute(work);
      } catch (error) {
        throw refusalFor(error);
      } finally {
        const rest = inFlightOf.get(who)! - 1;
        if (rest > 0) inFlightOf.set(who, rest);
        else inFlightOf.delete(who);
      }
    },
  };
}

const full = (upstream: Upstream): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `The ${upstream} is overloaded at the moment; try again`, { upstream });

const shareUsedUp = (upstream: Upstream): Rejection =>
  new Rejection('TOO_MANY_REQUESTS', `Too many of your requests to the ${upstream} are in flight; wait for some of them to finish`, {
    upstream,
    retry_after_seconds: SHARE_RETRY_SECONDS,
  });

const inFlightAt = new Map<Upstream, () => number>();

gauge({
  name: 'gateway_requests_in_flight',
  help: 'Requests in flight to an upstream',
  labels: ['upstream'],
  collect(self) {
    for (const [upstream, count] of inFlightAt) self.set({ upstream }, count());
  },
});

const refusals = counter({
  name: 'gateway_bulkhead_refusals_total',
  help: 'Requests refused because too many were in flight: in all (full), or of one caller (share)',
  labels: ['upstream', 'reason'],
});
