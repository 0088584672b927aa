// Trouble is an expected failure: its message is a sentence that tells a person what to do about it.
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

export function asTrouble(error: unknown): unknown {
  return isFullDisk(error) ? fullDisk(error) : error;
}

export function fullDisk(cause?: unknown): Trouble {
  return new Trouble('The disk is full: free some space (about 1 GB is needed) and start again.', { cause });
}

function isFullDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
