/** For whom a request is counted, and what every reply says of it. */
import { roles } from '@catalog/contracts';
import { type Caller, longestBody, networkOf, type RateLimitStatus } from '@catalog/http/server';

/** A user wherever they are, else an address; of IPv6 the network that one customer has. */
export const requestKey = (caller: Caller | undefined, address: string): string =>
  caller ? `user ${caller.subject}` : `address ${networkOf(address)}`;

export const loginKey = (address: string): string => `login ${networkOf(address)}`;

/** A body longer than any may be is refused, and arrives all the same: a request counts once more for each time that it is as long. */
export function weightOf(contentLength: string | undefined): number {
  const times = Math.floor(Number(contentLength ?? 0) / longestBody(roles));
  return 1 + Math.min(times || 0, HEAVIEST);
}

const HEAVIEST = 100;

/** So that a client can slow down in time. */
export const rateHeaders = ({ limit, remaining, resetSeconds }: RateLimitStatus): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(resetSeconds),
});
