/** Exponential back-off with jitter: doubles with each failure up to a limit, at random so that replicas do not retry in step. */
export type Growth = { first: number; limit: number };

/** `failures`: how many there were before the last one. 0 ≤ random < 1. */
export function growingDelay(failures: number, { first, limit }: Growth, random = Math.random()): number {
  return Math.min(limit, first * 2 ** failures) * (1 - random / 2);
}
