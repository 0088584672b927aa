/** Who is calling, how often they may, and whether they may at all. */
export { admitted, type Count, type Counted, createCount, type RateSettings } from './admit.ts';
export { requestKey } from './rate-limit.ts';
export { remembering } from './verification-cache.ts';
