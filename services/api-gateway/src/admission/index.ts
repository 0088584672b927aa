/** Who is calling, whether they may go on at this rate, and whether their role suffices. */
export { authorizedCaller } from './authorized-caller.ts';
export { type CountRequest, createRequestCounter, type Identity, type RateSettings } from './count-request.ts';
export { requestKey } from './rate-limit.ts';
export { withVerificationCache } from './verification-cache.ts';
