/** A failure that is to be expected: its message tells a person what to do about it, so it is shown without a stack. */
export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';
}

export function explainFullDisk(error: unknown): unknown {
  if (error instanceof ExpectedError || !(error instanceof Error)) return error;
  return isFullDisk(error) || mentionsFullDisk(error.message) ? fullDiskError(error) : error;
}

/** Other programs report it as text only. */
export function mentionsFullDisk(text: string): boolean {
  return /No space left on device|ENOSPC/.test(text);
}

export function fullDiskError(cause?: unknown): ExpectedError {
  return new ExpectedError('The disk is full: free some space (about 1 GB is needed) and start again.', { cause });
}

function isFullDisk(error: Error): boolean {
  return 'code' in error && error.code === 'ENOSPC';
}
