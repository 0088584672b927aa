/** How long to wait before the next attempt: doubles with each failure up to a limit, at random between half of that and all, so that replicas do not try in step. */
export type Growth = { first: number; limit: number };

/** `failures`: how many there were before the last one. 0 ≤ random < 1. */
export function growingDelay(failures: number, { first, limit }: Growth, random = Math.random()): number {
  return Math.min(limit, first * 2 ** failures) * (1 - random / 2);
}
