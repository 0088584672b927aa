/** One request to an upstream and its answer, its deadline, and the ways it can fail. */
export type { Answer } from './answer.ts';
export { CLIENT_CLOSED_REQUEST, ClientGone } from './client-gone.ts';
export { type Attempt, exchange } from './exchange.ts';
export { type AbortReason, RequestDeadline } from './request-deadline.ts';
export { abortError, connectionFailure, isWorthRetrying, UpstreamFailure } from './upstream-failure.ts';
