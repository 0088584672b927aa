/** A circuit breaker per upstream: refuses at once while the upstream is broken, and lets three probes decide when that is over. What is merely slow does not open it. */
import { gauge, log } from '@catalog/observability';
import { BrokenCircuitError } from 'cockatiel';
import { UpstreamFailure } from '../exchange/index.ts';
import type { Upstream } from '../routing/index.ts';
import { Evidence, isOfSeveral } from './failure-detector.ts';

export type Circuit = {
  /** Throws BrokenCircuitError if it would refuse now. */
  check(who: string): void;
  /** Runs the work, or throws BrokenCircuitError at once. Only an UpstreamFailure speaks against the upstream. */
  execute<T>(who: string, work: () => Promise<T>): Promise<T>;
  state(): 'closed' | 'open' | 'half-open';
  lastFailure(): { reason: string; at: string } | undefined;
};

export type CircuitSettings = { failures: number; openMs: number; probes: number };
export type Surroundings = {
  /** Asks the upstream itself whether it can serve: a second witness where only one caller complains. */
  isReady: () => Promise<boolean>;
  /** Milliseconds that this process lost for want of the processor. */
  lostMs: () => number;
  now?: () => number;
};

type State = { is: 'closed' } | { is: 'open'; until: number } | HalfOpen;
type HalfOpen = { is: 'half-open'; underWay: string[]; good: string[]; bad: { who: string }[] };
type Call = { who: string; begunAt: number; lostBefore: number; within: State };

const standard: CircuitSettings = { failures: 3, openMs: 20_000, probes: 3 };
/** Of the time a call has taken; a process that lost more cannot tell who was late. */
const LOST_SHARE = 1 / 8;

export function createCircuit(upstream: Upstream, surroundings: Surroundings, settings: Partial<CircuitSettings> = {}): Circuit {
  const { isReady, lostMs, now = () => performance.now() } = surroundings;
  const { failures, openMs, probes } = { ...standard, ...settings };
  const evidence = new Evidence({ silences: failures });
  let state: State = { is: 'closed' };
  let last: { reason: string; at: string } | undefined;
  let isAsking = false;
  circuitState.set({ upstream }, values[state.is]);

  function become(next: State): void {
    const isChange = next.is !== state.is;
    state = next;
    if (!isChange) return;
    log.warn('Circuit changed', { upstream, state: state.is, reason: last?.reason });
    circuitState.set({ upstream }, values[state.is]);
  }

  const open = () => become({ is: 'open', until: now() + openMs });

  function check(who: string): void {
    if (state.is === 'closed' || (state.is === 'open' && now() >= state.until)) return;
    if (state.is === 'half-open' && hasRoomFor(who, state, probes)) return;
    throw new BrokenCircuitError();
  }

  function enter(who: string): Call {
    check(who);
    if (state.is === 'open') become({ is: 'half-open', underWay: [], good: [], bad: [] });
    if (state.is === 'half-open') state.underWay.push(who);
    return { who, begunAt: now(), lostBefore: lostMs(), within: state };
  }

  function leave(call: Call, failure: unknown): void {
    if (call.within.is === 'half-open') call.within.underWay.splice(call.within.underWay.indexOf(call.who), 1);
    // It says nothing about what has begun since.
    if (state !== call.within) return;
    if (failure !== undefined && !(failure instanceof UpstreamFailure)) return;
    if (failure) last = { reason: failure.reason, at: new Date().toISOString() };
    if (failure?.byClock && isStarvedSince(call)) return;
    if (state.is === 'half-open') probed(state, call.who, failure);
    else heard(call, failure);
  }

  function heard({ who, begunAt }: Call, failure: UpstreamFailure | undefined): void {
    if (!failure) return evidence.answered(who, now());
    if (failure.wasAnswered) evidence.failed(who, now());
    else evidence.silent({ who, begunAt, unreachable: failure.nothingSent });
    const judgement = evidence.judge(now());
    if (judgement === 'broken') open();
    else if (judgement === 'suspect') askItself();
  }

  function probed(within: HalfOpen, who: string, failure: UpstreamFailure | undefined): void {
    if (!failure) {
      within.good.push(who);
      if (within.good.length < probes) return;
      evidence.clear();
      return become({ is: 'closed' });
    }
    // Somebody else is served: it is back, and this is between it and one caller.
    if (within.good.some((other) => other !== who)) return;
    within.bad.push({ who });
    if (failure.nothingSent || isOfSeveral(within.bad)) open();
    else askItself();
  }

  /** One question at a time, whoever complains. */
  function askItself(): void {
    if (isAsking) return;
    isAsking = true;
    const asked = { who: upstream, begunAt: now(), lostBefore: lostMs(), within: state };
    void isReady().then((ready) => {
      isAsking = false;
      if (state !== asked.within) return;
      if (ready) evidence.answered(upstream, now());
      else if (!isStarvedSince(asked)) open();
    });
  }

  const isStarvedSince = ({ begunAt, lostBefore }: Call): boolean => lostMs() - lostBefore > (now() - begunAt) * LOST_SHARE;

  return {
    check,
    async execute(who, work) {
      const call = enter(who);
      try {
        const result = await work();
        leave(call, undefined);
        return result;
      } catch (error) {
        leave(call, error);
        throw error;
      }
    },
    state: () => state.is,
    lastFailure: () => last,
  };
}

/** A place is kept for somebody else, so that no caller alone decides. */
function hasRoomFor(who: string, { underWay, good }: HalfOpen, probes: number): boolean {
  const ofThisOne = underWay.filter((other) => other === who).length;
  return underWay.length + good.length < probes && ofThisOne < Math.max(1, probes - 1);
}

const values = { closed: 0, 'half-open': 1, open: 2 } as const;

const circuitState = gauge({
  name: 'gateway_circuit_state',
  help: 'Circuit of an upstream: 0 closed, 1 half-open, 2 open',
  labels: ['upstream'],
});
