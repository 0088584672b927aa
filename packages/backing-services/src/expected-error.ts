// Trouble is an expected failure: its message is a sentence that tells a person what to do about it.
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

export function asTrouble(error: unknown): unknown {
  if (error instanceof Trouble || !(error instanceof Error)) return error;
  return isFullDisk(error) || tellsOfFullDisk(error.message) ? fullDisk(error) : error;
}

// Other programs say it in words only.
export function tellsOfFullDisk(text: string): boolean {
  return /No space left on device|ENOSPC/.test(text);
}

export function fullDisk(cause?: unknown): Trouble {
  return new Trouble('The disk is full: free some space (about 1 GB is needed) and start again.', { cause });
}

function isFullDisk(error: Error): boolean {
  return 'code' in error && error.code === 'ENOSPC';
}
