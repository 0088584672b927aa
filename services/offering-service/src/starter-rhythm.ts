/**
 * How often a starter looks for work when it is not woken, and how long a stop waits for an engine that hangs: claims end by themselves.
 */
export const starterRhythm = { everyMs: 1_000, longestPauseMs: 10_000, stopLimitMs: 3_000 };
