/** Growing delays, pauses and loops that can be stopped, and values that are kept for a while. */
export { cachedFor } from './cached-for.ts';
export { type Growth, growingDelay } from './growing-delay.ts';
export { pause } from './pause.ts';
export { type Repeated, type Repetition, repeatedly } from './repeatedly.ts';
