/** A failed call of an upstream: what the client is told, whether it is safe to retry, and how it counts for the circuit. */
import {
  type ErrorBody,
  type ErrorCode,
  errorCodes,
  type Rejection,
  upstreamFailed,
  upstreamTimedOut,
  upstreamUnavailable,
} from '@catalog/contracts';
import { errorStatuses } from '@catalog/http/server';
import type { Upstream } from '../routing/index.ts';
import type { Answer } from './answer.ts';
import { ClientGone } from './client-gone.ts';
import type { AbortReason } from './request-deadline.ts';

/** The upstream's fault: counts for its circuit. */
export class UpstreamFailure extends Error {
  /** Short, for logs and the health page; never the text of somebody else's error. */
  readonly reason: string;
  readonly rejection: Rejection;
  /** The upstream cannot have seen the request. */
  readonly nothingSent: boolean;
  /** The upstream did answer, if only with an error or with half of an answer. */
  readonly wasAnswered: boolean;
  /** An answer in the catalog's error format, to be passed on unchanged. */
  readonly answer: Answer | undefined;
  readonly code: ErrorCode | undefined;

  constructor(reason: string, rejection: Rejection, { nothingSent = false, wasAnswered = false, serviceError }: FailureDetails = {}) {
    super(`${reason}: ${rejection.message}`);
    this.name = 'UpstreamFailure';
    this.reason = reason;
    this.rejection = rejection;
    this.nothingSent = nothingSent;
    this.wasAnswered = wasAnswered;
    this.answer = serviceError?.answer;
    this.code = serviceError?.code;
  }

  /** Found out by our clock alone. */
  get isTimeout(): boolean {
    return this.reason === TIMEOUT || this.reason === CONNECT_TIMEOUT;
  }
}

/** An error that a service reported in the catalog's format. */
type ServiceError = { code: ErrorCode; answer: Answer };
type FailureDetails = { nothingSent?: boolean; wasAnswered?: boolean; serviceError?: ServiceError | undefined };

const [TIMEOUT, CONNECT_TIMEOUT] = ['TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', CONNECT_TIMEOUT]);
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** `wasAnswered`: the answer had begun. */
export function connectionFailure(error: unknown, upstream: Upstream, wasAnswered = false): UpstreamFailure {
  const reason = codeOf(error);
  if (beforeSending.has(reason)) return new UpstreamFailure(reason, upstreamUnavailable(upstream), { nothingSent: true });
  if (timeouts.has(reason)) return deadlineFailure(upstream, wasAnswered);
  return new UpstreamFailure(reason, upstreamFailed(upstream), { wasAnswered });
}

export const deadlineFailure = (upstream: Upstream, wasAnswered = false): UpstreamFailure =>
  new UpstreamFailure(TIMEOUT, upstreamTimedOut(upstream), { wasAnswered });

/** A status from 500 on. Without a `serviceError` it may come from a proxy in front of a service that is not there. */
export function statusFailure(status: number, upstream: Upstream, serviceError: ServiceError | undefined): UpstreamFailure {
  const rejection = status === 503 ? upstreamUnavailable(upstream) : upstreamFailed(upstream);
  const wasAnswered = serviceError !== undefined || !proxyStatuses.has(status);
  return new UpstreamFailure(`HTTP ${status}`, rejection, { serviceError, wasAnswered });
}

const proxyStatuses = new Set([502, 503, 504]);

/** For requests that are safe to repeat. A service's INTERNAL_ERROR is a bug that the same request would meet again. */
export const isWorthRetrying = ({ code }: UpstreamFailure): boolean => code !== 'INTERNAL_ERROR';

/** What an aborted request ends with: the client's refusal, or nothing to say because the client is gone. */
export const abortError = (reason: AbortReason, upstream: Upstream): ClientGone | Rejection =>
  reason instanceof ClientGone ? reason : upstreamTimedOut(upstream);

/** The code of an error in the catalog's format, if it fits the status; undefined for other formats, as proxies use them. */
export function serviceErrorCode(status: number, body: Buffer): ErrorCode | undefined {
  try {
    const { error } = JSON.parse(body.toString('utf8')) as ErrorBody;
    const code = errorCodes.find((known) => known === error.code);
    return code && errorStatuses[code] === status && typeof error.message === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'CONNECTION_FAILED';
