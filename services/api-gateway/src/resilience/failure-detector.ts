/** Decides by the outcomes of calls whether an upstream is broken: it answers nobody, or fails most requests of several callers. */

type Verdict =
  | 'healthy'
  /** No answers, but to one caller only: that caller's requests may be the reason. */
  | 'suspect'
  | 'broken';

type UnansweredCall = {
  who: string;
  startedAt: number;
  /** Nothing could be sent, which is no caller's fault. */
  unreachable: boolean;
};

type FailureRules = {
  /** Broken: this many calls in a row without an answer. */
  unansweredInRow: number;
  /** Broken: half or more of the answered calls failed, out of at least this many within the window, … */
  minimumVolume: number;
  /** … with at least this many failures left when any one caller is left out. */
  failuresOfOthers: number;
  windowMs: number;
};

const defaults: FailureRules = { unansweredInRow: 3, minimumVolume: 10, failuresOfOthers: 3, windowMs: 20_000 };

type Tally = { succeeded: number; failed: number };
/** Half of the window: all calls, and those of each caller. */
type Half = Tally & { byCaller: Map<string, Tally> };

export class FailureDetector {
  readonly #rules: FailureRules;
  #unanswered: UnansweredCall[] = [];
  #lastAnswerAt = -Infinity;
  #current = emptyHalf();
  #previous = emptyHalf();
  #currentEndsAt = -Infinity;

  constructor(rules: Partial<FailureRules> = {}) {
    this.#rules = { ...defaults, ...rules };
  }

  succeeded(who: string, now: number): void {
    this.#answered(who, 'succeeded', now);
  }

  /** It answered, but with an error of its own. */
  failed(who: string, now: number): void {
    this.#answered(who, 'failed', now);
  }

  /** A call that waited while others were answered has met something slow, not something broken. */
  unanswered(call: UnansweredCall): void {
    if (call.startedAt < this.#lastAnswerAt) return;
    this.#unanswered.push(call);
    // More than enough to see which callers they are of.
    if (this.#unanswered.length > 10 * this.#rules.unansweredInRow) this.#unanswered.shift();
  }

  verdict(now: number): Verdict {
    if (this.#mostFail(now)) return 'broken';
    if (this.#unanswered.length < this.#rules.unansweredInRow) return 'healthy';
    const isUnreachable = this.#unanswered.slice(-this.#rules.unansweredInRow).every(({ unreachable }) => unreachable);
    return isUnreachable || areOfSeveralCallers(this.#unanswered) ? 'broken' : 'suspect';
  }

  reset(): void {
    this.#unanswered = [];
    this.#current = emptyHalf();
    this.#previous = emptyHalf();
  }

  #answered(who: string, outcome: keyof Tally, now: number): void {
    this.#lastAnswerAt = now;
    if (this.#unanswered.length > 0) this.#unanswered = [];
    this.#moveWindow(now);
    this.#current[outcome] += 1;
    const { byCaller } = this.#current;
    const tally = byCaller.get(who);
    if (tally) tally[outcome] += 1;
    else byCaller.set(who, { ...none, [outcome]: 1 });
  }

  #moveWindow(now: number): void {
    if (now < this.#currentEndsAt) return;
    const half = this.#rules.windowMs / 2;
    this.#previous = now < this.#currentEndsAt + half ? this.#current : emptyHalf();
    this.#current = emptyHalf();
    this.#currentEndsAt = now + half;
  }

  /** Whichever caller is left out, at least half of the remaining calls failed. */
  #mostFail(now: number): boolean {
    this.#moveWindow(now);
    const [current, previous] = [this.#current, this.#previous];
    const { succeeded, failed } = sumOf(current, previous);
    if (succeeded + failed < this.#rules.minimumVolume || failed < succeeded) return false;
    for (const who of new Set([...current.byCaller.keys(), ...previous.byCaller.keys()])) {
      const own = sumOf(current.byCaller.get(who), previous.byCaller.get(who));
      if (failed - own.failed < Math.max(this.#rules.failuresOfOthers, succeeded - own.succeeded)) return false;
    }
    return true;
  }
}

const none: Tally = { succeeded: 0, failed: 0 };

const emptyHalf = (): Half => ({ ...none, byCaller: new Map() });

const sumOf = (one: Tally = none, other: Tally = none): Tally => ({
  succeeded: one.succeeded + other.succeeded,
  failed: one.failed + other.failed,
});

export const areOfSeveralCallers = (calls: readonly { who: string }[]): boolean => new Set(calls.map(({ who }) => who)).size > 1;
