/** A circuit breaker per upstream: three failures in a row open it for 20 s, then up to three probes must all succeed to close it. */
import { gauge, log } from '@catalog/observability';
import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleType } from 'cockatiel';
import { UpstreamFailure } from './failures.ts';
import type { Upstream } from './routes.ts';

export type Circuit = {
  /** Runs the work, or throws BrokenCircuitError at once. Only an UpstreamFailure counts as a failure. */
  execute<T>(work: () => Promise<T>): Promise<T>;
  state(): 'closed' | 'open' | 'half-open';
  lastFailure(): { reason: string; at: string } | undefined;
};

export type CircuitSettings = { failures: number; openMs: number; probes: number };

const standard: CircuitSettings = { failures: 3, openMs: 20_000, probes: 3 };

export function createCircuit(upstream: Upstream, settings: Partial<CircuitSettings> = {}): Circuit {
  const { failures, openMs, probes } = { ...standard, ...settings };
  const policy = circuitBreaker(handleType(UpstreamFailure), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: openMs,
    halfOpenSampling: { calls: probes, threshold: 0 },
  });
  let admitted = 0;
  let last: { reason: string; at: string } | undefined;
  const state = () => names[policy.state];
  // The call that ended the open state is the first probe.
  policy.onHalfOpen(() => { admitted = 1; });
  policy.onStateChange(() => log.warn('Circuit changed', { upstream, state: state(), reason: last?.reason }));
  circuitState.set({ upstream }, 0);
  policy.onStateChange(() => circuitState.set({ upstream }, values[state()]));

  return {
    async execute(work) {
      if (policy.state === CircuitState.HalfOpen) {
        // The policy would let callers wait until the probes decide, however long that takes.
        if (admitted >= probes) throw new BrokenCircuitError();
        admitted += 1;
      }
      return policy.execute(async () => {
        try {
          return await work();
        } catch (error) {
          if (error instanceof UpstreamFailure) last = { reason: error.reason, at: new Date().toISOString() };
          throw error;
        }
      });
    },
    state,
    lastFailure: () => last,
  };
}

const names = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
} as const;

const values = { closed: 0, 'half-open': 1, open: 2 } as const;

const circuitState = gauge({
  name: 'gateway_circuit_state',
  help: 'Circuit of an upstream: 0 closed, 1 half-open, 2 open',
  labels: ['upstream'],
});
