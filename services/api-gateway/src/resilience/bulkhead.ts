/** A bulkhead per upstream: at most so many requests in flight, and of those at most half of one caller, so that neither a slow service nor a busy caller takes all there is. */
import { Rejection } from '@catalog/contracts';
import { counter, gauge } from '@catalog/observability';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { Upstream } from '../routing/index.ts';

export type Bulkhead = {
  /** Runs the work, or refuses it at once: with SERVICE_UNAVAILABLE where there is no room for anybody, with TOO_MANY_REQUESTS where `who` has
   * a share already. A queue would only make everybody late. */
  admit<T>(who: string, work: () => Promise<T>): Promise<T>;
};

const SHARE = 1 / 2;
const SHARE_RETRY_SECONDS = 1;

export function createBulkhead(name: Upstream, most: number): Bulkhead {
  const policy = bulkhead(most, 0);
  const share = Math.max(1, Math.floor(most * SHARE));
  const heldBy = new Map<string, number>();
  inFlightAt.set(name, () => most - policy.executionSlots);

  function refusal(error: unknown): unknown {
    if (!(error instanceof BulkheadRejectedError)) return error;
    refused.inc({ upstream: name, reason: 'full' });
    return tooBusy(name);
  }

  return {
    async admit(who, work) {
      const held = heldBy.get(who) ?? 0;
      if (held >= share) {
        refused.inc({ upstream: name, reason: 'share' });
        throw tooManyOf(name);
      }
      heldBy.set(who, held + 1);
      try {
        return await policy.execute(work);
      } catch (error) {
        throw refusal(error);
      } finally {
        const rest = heldBy.get(who)! - 1;
        if (rest > 0) heldBy.set(who, rest);
        else heldBy.delete(who);
      }
    },
  };
}

const tooBusy = (upstream: Upstream): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `The ${upstream} has too much to do at the moment; try again`, { upstream });

const tooManyOf = (upstream: Upstream): Rejection =>
  new Rejection('TOO_MANY_REQUESTS', `Too many of your requests to the ${upstream} are under way; wait for some of them`, {
    upstream, retry_after_seconds: SHARE_RETRY_SECONDS,
  });

const inFlightAt = new Map<Upstream, () => number>();

gauge({
  name: 'gateway_requests_in_flight',
  help: 'Requests an upstream is working on',
  labels: ['upstream'],
  collect(self) {
    for (const [upstream, count] of inFlightAt) self.set({ upstream }, count());
  },
});

const refused = counter({
  name: 'gateway_bulkhead_refusals_total',
  help: 'Requests refused as an upstream had too many: of all callers (full), or of one (share)',
  labels: ['upstream', 'reason'],
});
