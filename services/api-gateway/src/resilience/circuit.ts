/** A circuit breaker: refuses requests at once while an upstream is broken (not merely slow), until three probes succeed. */
import { gauge, log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import { UpstreamFailure } from '../exchange/index.ts';
import type { Upstream } from '../routing/index.ts';
import { areOfSeveralCallers, FailureDetector } from './failure-detector.ts';

export type Circuit = {
  /** Throws BrokenCircuitError if `execute` would refuse now. */
  check(who: string): void;
  /** Runs the work, or throws BrokenCircuitError at once. Only an UpstreamFailure counts against the upstream. */
  execute<T>(who: string, work: () => Promise<T>): Promise<T>;
  state(): 'closed' | 'open' | 'half-open';
  lastFailure(): { reason: string; at: string } | undefined;
};

export type CircuitSettings = { failures: number; openMs: number; probes: number };
type CircuitInputs = {
  /** Asks the upstream whether it is ready: a second opinion where only one caller's requests fail. */
  isReady: () => Promise<boolean>;
  /** Milliseconds, since the start, that this process did not get the processor. */
  lagMs: () => number;
  now?: () => number;
};

type State = { is: 'closed' } | { is: 'open'; until: number } | HalfOpen;
type HalfOpen = { is: 'half-open'; running: string[]; succeeded: string[]; failed: { who: string }[] };
type Call = { who: string; startedAt: number; lagBefore: number; state: State };

const defaults: CircuitSettings = { failures: 3, openMs: 20_000, probes: 3 };
/** A process that lost more than this part of a call's time cannot say whether the upstream was late. */
const LAG_SHARE = 1 / 8;

export function createCircuit(upstream: Upstream, inputs: CircuitInputs, settings: Partial<CircuitSettings> = {}): Circuit {
  const { isReady, lagMs, now = () => performance.now() } = inputs;
  const { failures, openMs, probes } = { ...defaults, ...settings };
  const detector = new FailureDetector({ unansweredInRow: failures });
  let state: State = { is: 'closed' };
  let lastFailure: { reason: string; at: string } | undefined;
  let isCheckingReadiness = false;
  circuitState.set({ upstream }, values[state.is]);

  function changeTo(next: State): void {
    const isChange = next.is !== state.is;
    state = next;
    if (!isChange) return;
    log.warn('Circuit changed', { upstream, state: state.is, reason: lastFailure?.reason });
    circuitState.set({ upstream }, values[state.is]);
  }

  const open = () => changeTo({ is: 'open', until: now() + openMs });

  function check(who: string): void {
    if (state.is === 'closed' || (state.is === 'open' && now() >= state.until)) return;
    if (state.is === 'half-open' && mayProbe(who, state, probes)) return;
    throw new BrokenCircuitError();
  }

  function start(who: string): Call {
    check(who);
    if (state.is === 'open') changeTo({ is: 'half-open', running: [], succeeded: [], failed: [] });
    if (state.is === 'half-open') state.running.push(who);
    return { who, startedAt: now(), lagBefore: lagMs(), state };
  }

  function finish(call: Call, failure: unknown): void {
    if (call.state.is === 'half-open') call.state.running.splice(call.state.running.indexOf(call.who), 1);
    // A call from before the last change says nothing about now.
    if (state !== call.state) return;
    if (failure !== undefined && !(failure instanceof UpstreamFailure)) return;
    if (failure) lastFailure = { reason: failure.reason, at: new Date().toISOString() };
    if (failure?.isTimeout && laggedDuring(call)) return;
    if (state.is === 'half-open') finishProbe(state, call.who, failure);
    else finishCall(call, failure);
  }

  function finishCall({ who, startedAt }: Call, failure: UpstreamFailure | undefined): void {
    if (!failure) return detector.succeeded(who, now());
    if (failure.wasAnswered) detector.failed(who, now());
    else detector.unanswered({ who, startedAt, unreachable: failure.nothingSent });
    const verdict = detector.verdict(now());
    if (verdict === 'broken') open();
    else if (verdict === 'suspect') openUnlessReady();
  }

  function finishProbe(halfOpen: HalfOpen, who: string, failure: UpstreamFailure | undefined): void {
    if (!failure) {
      halfOpen.succeeded.push(who);
      if (halfOpen.succeeded.length < probes) return;
      detector.reset();
      return changeTo({ is: 'closed' });
    }
    // Other callers are served, so the upstream is back: the failure concerns this caller's requests alone.
    if (halfOpen.succeeded.some((other) => other !== who)) return;
    halfOpen.failed.push({ who });
    if (failure.nothingSent || areOfSeveralCallers(halfOpen.failed)) open();
    else openUnlessReady();
  }

  /** One check at a time, however many calls fail. */
  function openUnlessReady(): void {
    if (isCheckingReadiness) return;
    isCheckingReadiness = true;
    const call = { who: upstream, startedAt: now(), lagBefore: lagMs(), state };
    void isReady().then((ready) => {
      isCheckingReadiness = false;
      if (state !== call.state) return;
      if (ready) detector.succeeded(upstream, now());
      else if (!laggedDuring(call)) open();
    });
  }

  const laggedDuring = ({ startedAt, lagBefore }: Call): boolean => lagMs() - lagBefore > (now() - startedAt) * LAG_SHARE;

  return {
    check,
    async execute(who, work) {
      const call = start(who);
      try {
        const result = await work();
        finish(call, undefined);
        return result;
      } catch (error) {
        finish(call, error);
        throw error;
      }
    },
    state: () => state.is,
    lastFailure: () => lastFailure,
  };
}

/** One probe is reserved for another caller, so that nobody decides alone. */
function mayProbe(who: string, { running, succeeded }: HalfOpen, probes: number): boolean {
  const runningOfCaller = running.filter((other) => other === who).length;
  return running.length + succeeded.length < probes && runningOfCaller < Math.max(1, probes - 1);
}

const values = { closed: 0, 'half-open': 1, open: 2 } as const;

const circuitState = gauge({
  name: 'gateway_circuit_state',
  help: 'Circuit of an upstream: 0 closed, 1 half-open, 2 open',
  labels: ['upstream'],
});
