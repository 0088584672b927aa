/** One request to an upstream and its answer, as undici dispatches it: no streams are made for it, bytes go from one socket to the other. */
import { type CallSpan, openCallSpan } from '@catalog/observability';
import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Headers, replyHeaders } from '../headers/index.ts';
import type { Upstream } from '../routing/index.ts';
import type { Reason, Watch } from './request-deadline.ts';
import { ClientGone, connectionFailure, deadlineFailure, ownErrorCode, statusFailure, UpstreamFailure } from './upstream-failure.ts';

export type Attempt = {
  method: string;
  path: string;
  headers: Headers;
  body: Buffer | null;
  watch: Watch;
  /** An answer of up to so many bytes is read whole before it is given: cheaper than passing on its parts, and if the upstream breaks off, a read can be tried again. */
  wholeBytes: number;
};

/** `body` is null where the status or the method has none. */
export type Answer = { status: number; headers: Headers; body: Flow | Buffer | null };

/** A body that is still coming. */
export type Flow = { into(response: ServerResponse): void };

type Task = {
  upstream: Upstream;
  origin: string;
  attempt: Attempt;
  /** Called when there is an answer to give. */
  begun: (answer: Answer) => void;
};

/** Resolves when the answer has ended, or nobody wants the rest of it; rejects with what it failed of. */
export const exchange = (dispatcher: Dispatcher, task: Task): Promise<void> =>
  new Promise((resolve, reject) => {
    const running = new Exchange(task, { resolve, reject });
    const { method, path, headers, body } = task.attempt;
    dispatcher.dispatch({ method, path, headers: { ...headers, ...running.span.headers }, body }, running);
  });

const ERROR_BODY_BYTES = 65_536;

type Settle = { resolve: () => void; reject: (reason: unknown) => void };

class Exchange implements Dispatcher.DispatchHandler, Flow {
  readonly span: CallSpan;
  readonly #task: Task;
  readonly #settle: Settle;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #size = 0;
  #isFlowing = false;
  #isOver = false;
  #response: ServerResponse | undefined;

  constructor(task: Task, settle: Settle) {
    const { origin, attempt: { method, path, watch } } = task;
    this.#task = task;
    this.#settle = settle;
    this.span = openCallSpan({ method, origin, path });
    watch.onEnd(this.#cut);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('Nobody waits for it any more'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Parameters<typeof replyHeaders>[0]): void {
    if (status < 200) return;
    const { begun, attempt: { method, wholeBytes } } = this.#task;
    this.#status = status;
    this.#headers = replyHeaders(headers);
    this.#isFlowing = status < 500 && hasBody(method, status) && Number(headers['content-length'] ?? Infinity) > wholeBytes;
    if (!this.#isFlowing) return;
    controller.pause();
    begun({ status, headers: this.#headers, body: this });
  }

  into(response: ServerResponse): void {
    this.#response = response;
    if (this.#isOver) response.destroy();
    response.on('drain', () => this.#controller?.resume());
    this.#controller?.resume();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isFlowing) {
      if (!this.#response?.write(chunk)) controller.pause();
      return;
    }
    this.#size += chunk.length;
    if (this.#status < 500 || this.#size <= ERROR_BODY_BYTES) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.span.end(this.#status);
    this.#isOver = true;
    this.#task.attempt.watch.forget(this.#cut);
    if (this.#isFlowing) this.#response?.end();
    else if (this.#status >= 500) return this.#serverError();
    else this.#task.begun(this.#wholeAnswer());
    this.#settle.resolve();
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.#isOver) return;
    this.#fail(error);
  }

  /** A refusal of our own that only says that something further back is unavailable does not speak against this upstream. */
  #serverError(): void {
    const answer = this.#wholeAnswer();
    const code = answer.body && this.#size <= ERROR_BODY_BYTES ? ownErrorCode(this.#status, answer.body) : undefined;
    if (code !== 'SERVICE_UNAVAILABLE') {
      return this.#settle.reject(statusFailure(this.#status, this.#task.upstream, code && { code, answer }));
    }
    this.#task.begun(answer);
    this.#settle.resolve();
  }

  #wholeAnswer(): Answer & { body: Buffer | null } {
    const [first, ...more] = this.#chunks;
    const body = more.length === 0 ? first ?? Buffer.alloc(0) : Buffer.concat(this.#chunks);
    return { status: this.#status, headers: this.#headers, body: hasBody(this.#task.attempt.method, this.#status) ? body : null };
  }

  readonly #cut = (reason: Reason): void => {
    // What is still to be connected has nothing to be aborted yet.
    if (this.#controller) this.#controller.abort(reason);
    else this.#fail(reason);
  };

  #fail(error: Error): void {
    const { upstream, attempt } = this.#task;
    const { watch } = attempt;
    this.#isOver = true;
    watch.forget(this.#cut);
    const reason = this.#isFlowing && watch.reason ? watch.reason : reasonOf(error, { attempt, upstream, wasAnswered: this.#status > 0 });
    this.span.fail(reason instanceof UpstreamFailure ? reason.reason : reason.name);
    this.#response?.destroy();
    // A body cut short by the upstream is its failure; one that the client or a deadline of ours cut is not.
    if (this.#isFlowing && watch.reason) this.#settle.resolve();
    else this.#settle.reject(reason);
  }
}

function reasonOf(error: Error, { attempt: { watch }, upstream, wasAnswered }: {
  attempt: Attempt;
  upstream: Upstream;
  wasAnswered: boolean;
}): Error {
  if (watch.reason instanceof ClientGone) return watch.reason;
  return watch.reason ? deadlineFailure(upstream, wasAnswered) : connectionFailure(error, upstream, wasAnswered);
}

const hasBody = (method: string, status: number): boolean => method !== 'HEAD' && status !== 204 && status !== 205 && status !== 304;
