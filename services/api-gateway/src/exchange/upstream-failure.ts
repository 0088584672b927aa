/** What an attempt at an upstream can end in, told apart by whether it speaks against the upstream and what the client then hears. */
import { type ErrorBody, type ErrorCode, errorCodes, Rejection } from '@catalog/contracts';
import { errorStatuses } from '@catalog/http/server';
import type { Upstream } from '../routing/index.ts';
import type { Answer } from './exchange.ts';

/** Speaks against the upstream: counts for its circuit. */
export class UpstreamFailure extends Error {
  /** A short fact for logs and the health page, never a foreign message. */
  readonly reason: string;
  readonly rejection: Rejection;
  /** The upstream cannot have seen the request. */
  readonly nothingSent: boolean;
  /** It did answer, if only to say that it failed, or broke off. */
  readonly wasAnswered: boolean;
  /** What the upstream said in our own error format, to be passed on as it is. */
  readonly answer: Answer | undefined;
  readonly code: ErrorCode | undefined;

  constructor(reason: string, rejection: Rejection, { nothingSent = false, wasAnswered = false, own }: Circumstances = {}) {
    super(`${reason}: ${rejection.message}`);
    this.name = 'UpstreamFailure';
    this.reason = reason;
    this.rejection = rejection;
    this.nothingSent = nothingSent;
    this.wasAnswered = wasAnswered;
    this.answer = own?.answer;
    this.code = own?.code;
  }

  /** Our clock alone says so. */
  get byClock(): boolean {
    return this.reason === TIMEOUT || this.reason === CONNECT_TIMEOUT;
  }
}

type Own = { code: ErrorCode; answer: Answer };
type Circumstances = { nothingSent?: boolean; wasAnswered?: boolean; own?: Own | undefined };

const [TIMEOUT, CONNECT_TIMEOUT] = ['TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** The client hung up: nobody is left to be answered, and nothing is said about the upstream. */
export class ClientGone extends Error {}

export class DeadlinePassed extends Error {}

const beforeSending = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', CONNECT_TIMEOUT,
]);
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** `wasAnswered`: the answer had begun. */
export function connectionFailure(error: unknown, upstream: Upstream, wasAnswered = false): UpstreamFailure {
  const reason = codeOf(error);
  if (beforeSending.has(reason)) return new UpstreamFailure(reason, unavailable(upstream), { nothingSent: true });
  if (timeouts.has(reason)) return deadlineFailure(upstream, wasAnswered);
  return new UpstreamFailure(reason, broken(upstream), { wasAnswered });
}

export const deadlineFailure = (upstream: Upstream, wasAnswered = false): UpstreamFailure =>
  new UpstreamFailure(TIMEOUT, new Rejection('UPSTREAM_TIMEOUT', `The ${upstream} did not answer in time`, { upstream }), { wasAnswered });

/** `own`: what it said, if that is in our own error format. Where it is not, a proxy on the way may speak in the place of a service that is not there. */
export function statusFailure(status: number, upstream: Upstream, own: Own | undefined): UpstreamFailure {
  const rejection = status === 503 ? unavailable(upstream) : broken(upstream);
  return new UpstreamFailure(`HTTP ${status}`, rejection, { own, wasAnswered: own !== undefined || !ofProxies.has(status) });
}

const ofProxies = new Set([502, 503, 504]);

/** For a request that may be repeated at all: what our own services call INTERNAL_ERROR is a fault that the same request meets again. */
export const mayHelpToRepeat = ({ code }: UpstreamFailure): boolean => code !== 'INTERNAL_ERROR';

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
