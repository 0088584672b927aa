/** How often a starter looks for work when it is not woken, and how long a stop waits for an engine that hangs: what was claimed for it is free again by itself. */
export const starterRhythm = { everyMs: 1_000, longestPauseMs: 10_000, stopLimitMs: 3_000 };
