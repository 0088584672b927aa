/** Ends what goes on upstream when the client hangs up, when no answer begins in time, and when a begun one takes too long. */
import type { ServerResponse } from 'node:http';
import { ClientGone, DeadlinePassed } from './upstream-failure.ts';

export type Reason = ClientGone | DeadlinePassed;
type Cut = (reason: Reason) => void;

const DEADLINE_MS = 4_000;
const TRANSFER_LIMIT_MS = 60_000;

/** An AbortController made only where somebody asks for its signal: for most requests that would be the dearest part of it. */
export class Watch {
  /** By performance.now(). */
  readonly deadline: number;
  /** Why it was ended, if it was. */
  reason: Reason | undefined;
  #timer: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  readonly #cuts = new Set<Cut>();

  constructor(response: ServerResponse, deadlineMs: number = DEADLINE_MS) {
    this.deadline = performance.now() + deadlineMs;
    this.#timer = setTimeout(this.#expire, deadlineMs);
    const closed = () => {
      this.stop();
      if (!response.writableFinished) this.#end(new ClientGone('The client hung up'));
    };
    if (response.closed) closed();
    else response.once('close', closed);
  }

  /** Aborted with the reason. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.reason) this.#controller.abort(this.reason);
    return this.#controller.signal;
  }

  /** Calls it with the reason, now if it has ended already. */
  onEnd(cut: Cut): void {
    if (this.reason) cut(this.reason);
    else this.#cuts.add(cut);
  }

  forget(cut: Cut): void {
    this.#cuts.delete(cut);
  }

  /** Until the deadline, as its header has it. */
  millisecondsLeft(): string {
    return String(Math.max(1, Math.ceil(this.deadline - performance.now())));
  }

  answerBegun(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#expire, TRANSFER_LIMIT_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Where the event loop stood still, an answer may have come meanwhile: timers run before sockets are looked at, so that gets a turn first. */
  readonly #expire = (): void => {
    const expired = this.#timer;
    setImmediate(() => { if (this.#timer === expired) this.#end(new DeadlinePassed('The deadline has passed')); });
  };

  #end(reason: Reason): void {
    if (this.reason) return;
    this.reason = reason;
    for (const cut of this.#cuts) cut(reason);
    this.#controller?.abort(reason);
  }
}
