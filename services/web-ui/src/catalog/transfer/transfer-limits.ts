/** How large a file may be that is imported while somebody waits. */
export const MAX_BYTES = 1024 * 1024;
export const MAX_ROWS = 2_000;

/** Counts line ends of any kind, and stops reading at the limit. */
export function hasTooManyLines(content: Uint8Array): boolean {
  let lines = 0;
  for (let at = 0; at < content.length; at += 1) {
    const isStart = at === 0 || content[at - 1] === LF || (content[at - 1] === CR && content[at] !== LF);
    if (isStart && (lines += 1) > MAX_ROWS) return true;
  }
  return false;
}

const [LF, CR] = [10, 13];

/** For the texts that name them. */
export const limits = { size: MAX_BYTES / 1024 / 1024, rows: MAX_ROWS };
