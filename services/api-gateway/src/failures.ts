/** What an attempt at an upstream can end in, told apart by whether it speaks against the upstream and what the client then hears. */
import { type ErrorBody, type ErrorCode, errorCodes, Rejection } from '@catalog/contracts';
import { errorStatuses } from '@catalog/http/server';
import type { Answer } from './exchange.ts';
import type { Upstream } from './routes.ts';

/** Speaks against the upstream: counts for its circuit. */
export class UpstreamFailure extends Error {
  /** A short fact for logs and the health page, never a foreign message. */
  readonly reason: string;
  readonly rejection: Rejection;
  /** The upstream cannot have seen the request. */
  readonly nothingSent: boolean;
  /** What the upstream said in our own error format, to be passed on as it is. */
  readonly answer: Answer | undefined;

  constructor(reason: string, rejection: Rejection, { nothingSent = false, answer }: { nothingSent?: boolean; answer?: Answer } = {}) {
    super(`${reason}: ${rejection.message}`);
    this.name = 'UpstreamFailure';
    this.reason = reason;
    this.rejection = rejection;
    this.nothingSent = nothingSent;
    this.answer = answer;
  }
}

/** The client hung up: nobody is left to be answered, and nothing is said about the upstream. */
export class ClientGone extends Error {}

export class DeadlinePassed extends Error {}

const beforeSending = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT',
]);
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

export function connectionFailure(error: unknown, upstream: Upstream): UpstreamFailure {
  const reason = codeOf(error);
  if (beforeSending.has(reason)) return new UpstreamFailure(reason, unavailable(upstream), { nothingSent: true });
  if (timeouts.has(reason)) return deadlineFailure(upstream);
  return new UpstreamFailure(reason, broken(upstream));
}

export const deadlineFailure = (upstream: Upstream): UpstreamFailure =>
  new UpstreamFailure('TIMEOUT', new Rejection('UPSTREAM_TIMEOUT', `The ${upstream} did not answer in time`, { upstream }));

export function statusFailure(status: number, upstream: Upstream, answer: Answer | undefined): UpstreamFailure {
  const rejection = status === 503 ? unavailable(upstream) : broken(upstream);
  return new UpstreamFailure(`HTTP ${status}`, rejection, answer ? { answer } : {});
}

export const unavailable = (upstream: Upstream): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `The ${upstream} does not answer at the moment; try again`, { upstream });

/** The code of an error body in our own format that fits its status, else undefined: proxies on the way have formats of their own. */
export function ownErrorCode(status: number, body: Buffer): ErrorCode | undefined {
  try {
    const { error } = JSON.parse(body.toString('utf8')) as ErrorBody;
    const code = errorCodes.find((known) => known === error.code);
    return code && errorStatuses[code] === status && typeof error.message === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

const broken = (upstream: Upstream): Rejection =>
  new Rejection('UPSTREAM_ERROR', `The ${upstream} failed to answer; the request may or may not have been carried out`, { upstream });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'CONNECTION_FAILED';
