/** By what a request is counted, how much it weighs, and the RateLimit headers of its answer. */
import { roles } from '@catalog/contracts';
import { type Caller, longestBody, networkOf, type RateLimitStatus } from '@catalog/http/server';

/** A user, wherever they are; otherwise the address, or the network of one customer for IPv6. */
export const requestKey = (caller: Caller | undefined, address: string): string =>
  caller ? `user ${caller.subject}` : `address ${networkOf(address)}`;

export const loginKey = (address: string): string => `login ${networkOf(address)}`;

/** A body that is too long arrives although it is refused: the request counts once more for each multiple of the longest allowed length. */
export function weightOf(contentLength: string | undefined): number {
  const times = Math.floor(Number(contentLength ?? 0) / longestBody(roles));
  return 1 + Math.min(times || 0, MAX_EXTRA_WEIGHT);
}

const MAX_EXTRA_WEIGHT = 100;

export const rateLimitHeaders = ({ limit, remaining, resetSeconds }: RateLimitStatus): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(resetSeconds),
});
