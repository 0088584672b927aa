/** Sends one request to an upstream by undici's dispatch, without streams: chunks go straight from one socket to the other. */
import { type CallSpan, openCallSpan } from '@catalog/observability';
import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Headers, replyHeaders } from '../headers/index.ts';
import type { Upstream } from '../routing/index.ts';
import type { Answer, StreamedBody } from './answer.ts';
import { ClientGone } from './client-gone.ts';
import type { AbortReason, RequestDeadline } from './request-deadline.ts';
import { connectionFailure, deadlineFailure, serviceErrorCode, statusFailure, UpstreamFailure } from './upstream-failure.ts';

export type Attempt = {
  method: string;
  path: string;
  headers: Headers;
  body: Buffer | null;
  deadline: RequestDeadline;
  /** Answers up to this size are buffered: cheaper than streaming them, and a read that the upstream breaks off can be retried. */
  bufferUpToBytes: number;
};

type Task = {
  upstream: Upstream;
  origin: string;
  attempt: Attempt;
  /** Called once there is an answer for the client. */
  onAnswer: (answer: Answer) => void;
};

/** Resolves when the answer is complete or nobody wants the rest of it; rejects when the exchange fails. */
export const exchange = (dispatcher: Dispatcher, task: Task): Promise<void> =>
  new Promise((resolve, reject) => {
    const handler = new Exchange(task, { resolve, reject });
    const { method, path, headers, body } = task.attempt;
    dispatcher.dispatch({ method, path, headers: { ...headers, ...handler.span.headers }, body }, handler);
  });

const ERROR_BODY_BYTES = 65_536;

type Settle = { resolve: () => void; reject: (reason: unknown) => void };

class Exchange implements Dispatcher.DispatchHandler, StreamedBody {
  readonly span: CallSpan;
  readonly #task: Task;
  readonly #settle: Settle;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #size = 0;
  #isStreaming = false;
  #isDone = false;
  #response: ServerResponse | undefined;

  constructor(task: Task, settle: Settle) {
    const {
      origin,
      attempt: { method, path, deadline },
    } = task;
    this.#task = task;
    this.#settle = settle;
    this.span = openCallSpan({ method, origin, path });
    deadline.onAbort(this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isDone) controller.abort(new Error('The request was aborted'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Parameters<typeof replyHeaders>[0]): void {
    if (status < 200) return;
    const {
      onAnswer,
      attempt: { method, bufferUpToBytes },
    } = this.#task;
    this.#status = status;
    this.#headers = replyHeaders(headers);
    this.#isStreaming = status < 500 && hasBody(method, status) && Number(headers['content-length'] ?? Infinity) > bufferUpToBytes;
    if (!this.#isStreaming) return;
    controller.pause();
    onAnswer({ status, headers: this.#headers, body: this });
  }

  pipeTo(response: ServerResponse): void {
    this.#response = response;
    if (this.#isDone) response.destroy();
    response.on('drain', () => this.#controller?.resume());
    this.#controller?.resume();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isStreaming) {
      if (!this.#response?.write(chunk)) controller.pause();
      return;
    }
    this.#size += chunk.length;
    if (this.#status < 500 || this.#size <= ERROR_BODY_BYTES) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.span.end(this.#status);
    this.#isDone = true;
    this.#task.attempt.deadline.offAbort(this.#abort);
    if (this.#isStreaming) this.#response?.end();
    else if (this.#status >= 500) return this.#endWithError();
    else this.#task.onAnswer(this.#bufferedAnswer());
    this.#settle.resolve();
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.#isDone) return;
    this.#fail(error);
  }

  /** SERVICE_UNAVAILABLE in the catalog's format is no failure of this upstream: something behind it is down. */
  #endWithError(): void {
    const answer = this.#bufferedAnswer();
    const code = answer.body && this.#size <= ERROR_BODY_BYTES ? serviceErrorCode(this.#status, answer.body) : undefined;
    if (code !== 'SERVICE_UNAVAILABLE') {
      return this.#settle.reject(statusFailure(this.#status, this.#task.upstream, code && { code, answer }));
    }
    this.#task.onAnswer(answer);
    this.#settle.resolve();
  }

  #bufferedAnswer(): Answer & { body: Buffer | null } {
    const [first, ...more] = this.#chunks;
    const body = more.length === 0 ? (first ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    return { status: this.#status, headers: this.#headers, body: hasBody(this.#task.attempt.method, this.#status) ? body : null };
  }

  readonly #abort = (reason: AbortReason): void => {
    // Before there is a connection there is no controller either.
    if (this.#controller) this.#controller.abort(reason);
    else this.#fail(reason);
  };

  #fail(error: Error): void {
    const { upstream, attempt } = this.#task;
    const { deadline } = attempt;
    this.#isDone = true;
    deadline.offAbort(this.#abort);
    // A body that breaks off is the upstream's failure, unless the client or our own time limit cut it short.
    const cutShortBy = this.#isStreaming ? deadline.reason : undefined;
    const reason = cutShortBy ?? failureOf(error, { attempt, upstream, wasAnswered: this.#status > 0 });
    this.span.fail(reason instanceof UpstreamFailure ? reason.reason : reason.name);
    this.#response?.destroy();
    if (cutShortBy) this.#settle.resolve();
    else this.#settle.reject(reason);
  }
}

function failureOf(
  error: Error,
  {
    attempt: { deadline },
    upstream,
    wasAnswered,
  }: {
    attempt: Attempt;
    upstream: Upstream;
    wasAnswered: boolean;
  },
): Error {
  if (deadline.reason instanceof ClientGone) return deadline.reason;
  return deadline.reason ? deadlineFailure(upstream, wasAnswered) : connectionFailure(error, upstream, wasAnswered);
}

const hasBody = (method: string, status: number): boolean => method !== 'HEAD' && status !== 204 && status !== 205 && status !== 304;
