/** How much one import may bring: what can be done while somebody waits for it. */
export const MOST_BYTES = 1024 * 1024;
export const MOST_ROWS = 2_000;

/** Whether there are more lines than may be: however they end, and without reading further than that. */
export function hasTooManyLines(content: Uint8Array): boolean {
  let lines = 0;
  for (let at = 0; at < content.length; at += 1) {
    const isStart = at === 0 || content[at - 1] === LF || (content[at - 1] === CR && content[at] !== LF);
    if (isStart && (lines += 1) > MOST_ROWS) return true;
  }
  return false;
}

const [LF, CR] = [10, 13];

/** As sentences have them. */
export const limits = { size: MOST_BYTES / 1024 / 1024, rows: MOST_ROWS };
