/** Clients of the services that keep trouble in one service from becoming trouble in all. */
export { measureEventLoopLag } from './event-loop-lag.ts';
export { createLastAnswers, type LastAnswers } from './last-answers.ts';
export { connectUpstreams, type UpstreamClient, type UpstreamClients } from './upstreams.ts';
