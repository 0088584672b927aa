/** One request to an upstream, its deadline, and what becomes of it. */
export { type Answer, type Attempt, exchange } from './exchange.ts';
export { type Reason, Watch } from './request-deadline.ts';
export { ClientGone, connectionFailure, deadlineFailure, mayHelpToRepeat, unavailable, UpstreamFailure } from './upstream-failure.ts';
