/** What the calls that ended say about an upstream: whether it answers nobody, or fails most of what several callers ask; never by the word of one caller alone. */

export type Judgement =
  | 'well'
  /** It answered nobody, but only one caller has asked: that may be the caller's doing. */
  | 'suspect'
  | 'broken';

export type Silence = {
  /** Who asked. */
  who: string;
  begunAt: number;
  /** Nothing could be sent, which is no caller's doing. */
  unreachable: boolean;
};

export type EvidenceRules = {
  /** So many calls in a row without an answer to anybody. */
  silences: number;
  /** Of the calls of a window that were answered, how many there must be, and how many failed ones that no single caller made. */
  volume: number;
  failedOfOthers: number;
  windowMs: number;
};

const standard: EvidenceRules = { silences: 3, volume: 10, failedOfOthers: 3, windowMs: 20_000 };

type Tally = { good: number; failed: number };
/** Half of the window: what all got, and each. */
type Half = Tally & { of: Map<string, Tally> };

export class Evidence {
  readonly #rules: EvidenceRules;
  #silences: Silence[] = [];
  #answeredAt = -Infinity;
  /** The half of the window that is running, and the one before. */
  #current = emptyHalf();
  #previous = emptyHalf();
  #turnsAt = -Infinity;

  constructor(rules: Partial<EvidenceRules> = {}) {
    this.#rules = { ...standard, ...rules };
  }

  answered(who: string, now: number): void {
    this.#heard(who, 'good', now);
  }

  /** It answered, but with a failure of its own. */
  failed(who: string, now: number): void {
    this.#heard(who, 'failed', now);
  }

  /** One that waited while others were answered has met something slow, not something broken. */
  silent(silence: Silence): void {
    if (silence.begunAt < this.#answeredAt) return;
    this.#silences.push(silence);
    // More than enough to see who they were.
    if (this.#silences.length > 10 * this.#rules.silences) this.#silences.shift();
  }

  judge(now: number): Judgement {
    if (this.#failsMost(now)) return 'broken';
    if (this.#silences.length < this.#rules.silences) return 'well';
    const isNoOnesDoing = this.#silences.slice(-this.#rules.silences).every(({ unreachable }) => unreachable);
    return isNoOnesDoing || isOfSeveral(this.#silences) ? 'broken' : 'suspect';
  }

  /** For a new beginning. */
  clear(): void {
    this.#silences = [];
    this.#current = emptyHalf();
    this.#previous = emptyHalf();
  }

  #heard(who: string, how: keyof Tally, now: number): void {
    this.#answeredAt = now;
    if (this.#silences.length > 0) this.#silences = [];
    this.#turn(now);
    this.#current[how] += 1;
    const { of } = this.#current;
    const tally = of.get(who);
    if (tally) tally[how] += 1;
    else of.set(who, { ...nothing, [how]: 1 });
  }

  #turn(now: number): void {
    if (now < this.#turnsAt) return;
    const half = this.#rules.windowMs / 2;
    this.#previous = now < this.#turnsAt + half ? this.#current : emptyHalf();
    this.#current = emptyHalf();
    this.#turnsAt = now + half;
  }

  /** Whichever caller is left out, at least half of what is left has failed. */
  #failsMost(now: number): boolean {
    this.#turn(now);
    const [one, other] = [this.#current, this.#previous];
    const { good, failed } = sumOf(one, other);
    if (good + failed < this.#rules.volume || failed < good) return false;
    for (const who of new Set([...one.of.keys(), ...other.of.keys()])) {
      const own = sumOf(one.of.get(who), other.of.get(who));
      if (failed - own.failed < Math.max(this.#rules.failedOfOthers, good - own.good)) return false;
    }
    return true;
  }
}

const nothing: Tally = { good: 0, failed: 0 };

const emptyHalf = (): Half => ({ ...nothing, of: new Map() });

const sumOf = (one: Tally = nothing, other: Tally = nothing): Tally => ({ good: one.good + other.good, failed: one.failed + other.failed });

export const isOfSeveral = (calls: readonly { who: string }[]): boolean => new Set(calls.map(({ who }) => who)).size > 1;
