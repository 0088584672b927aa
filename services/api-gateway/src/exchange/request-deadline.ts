/** Aborts a request when its client hangs up, when no answer begins before the deadline, or when the answer takes too long to arrive. */
import type { ServerResponse } from 'node:http';
import { ClientGone } from './client-gone.ts';

class DeadlinePassed extends Error {}

export type AbortReason = ClientGone | DeadlinePassed;
type AbortListener = (reason: AbortReason) => void;

const DEADLINE_MS = 4_000;
const TRANSFER_LIMIT_MS = 60_000;

/** An AbortController is created only when its signal is needed: for most requests it would cost more than anything else here. */
export class RequestDeadline {
  /** On the clock of performance.now(). */
  readonly endsAt: number;
  /** Why the request was aborted; undefined while it is not. */
  reason: AbortReason | undefined;
  #timer: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  readonly #listeners = new Set<AbortListener>();

  constructor(response: ServerResponse, deadlineMs: number = DEADLINE_MS) {
    this.endsAt = performance.now() + deadlineMs;
    this.#timer = setTimeout(this.#expire, deadlineMs);
    const closed = () => {
      this.clear();
      if (!response.writableFinished) this.#abort(new ClientGone());
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

  /** Calls the listener once, immediately if the request is aborted already. */
  onAbort(listener: AbortListener): void {
    if (this.reason) listener(this.reason);
    else this.#listeners.add(listener);
  }

  offAbort(listener: AbortListener): void {
    this.#listeners.delete(listener);
  }

  /** The value of the X-Deadline-Ms header. */
  millisecondsLeft(): string {
    return String(Math.max(1, Math.ceil(this.endsAt - performance.now())));
  }

  /** The answer has begun: from now on only the transfer limit counts. */
  startTransfer(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#expire, TRANSFER_LIMIT_MS);
  }

  /** No time limit any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** After a blocked event loop, timers fire before sockets are read: wait one turn, as the answer may have arrived in the meantime. */
  readonly #expire = (): void => {
    const expired = this.#timer;
    setImmediate(() => {
      if (this.#timer === expired) this.#abort(new DeadlinePassed('The deadline has passed'));
    });
  };

  #abort(reason: AbortReason): void {
    if (this.reason) return;
    this.reason = reason;
    for (const listener of this.#listeners) listener(reason);
    this.#controller?.abort(reason);
  }
}
