/** How long to wait before trying again: doubles with each try up to a limit, and varies at random so that replicas do not try in step. */
export type Growth = { first: number; limit: number };

export function growingDelay(tries: number, { first, limit }: Growth): number {
  const full = Math.min(limit, first * 2 ** Math.min(tries, 30));
  return full * (0.5 + Math.random() * 0.5);
}
