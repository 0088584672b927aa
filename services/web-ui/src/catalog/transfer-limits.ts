/** How much one import may bring: what can be done while somebody waits for it. */
export const MOST_BYTES = 1024 * 1024;
export const MOST_ROWS = 2_000;

/** As sentences have them. */
export const limits = { size: MOST_BYTES / 1024 / 1024, rows: MOST_ROWS };
