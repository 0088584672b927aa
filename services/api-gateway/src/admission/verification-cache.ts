/** Caches verified tokens for seconds, as checking a signature costs more than anything else; the services verify every token anyway. */
import type { Verified, Verify } from '@catalog/http/server';
import { counter } from '@catalog/observability';
import { LRUCache } from 'lru-cache';

const KEPT_MS = 10_000;
const MAX_TOKENS = 10_000;

/** Refusals are not cached. */
export function withVerificationCache(verify: Verify, { keptMs = KEPT_MS, max = MAX_TOKENS, now = () => performance.now() } = {}): Verify {
  const verified = new LRUCache<string, Verified>({ max, ttl: keptMs, ttlResolution: 0, perf: { now } });
  return async (authorization) => {
    const cached = authorization === undefined ? undefined : verified.get(authorization);
    if (cached) {
      hits.inc();
      return cached;
    }
    const token = await verify(authorization);
    if (authorization === undefined || !token) return token;
    misses.inc();
    verified.set(authorization, token);
    return token;
  };
}

const lookups = counter({
  name: 'gateway_token_lookups_total',
  help: 'Valid tokens, by whether they were cached (hit) or had to be verified (miss)',
  labels: ['outcome'],
});
const [hits, misses] = [lookups.labels('hit'), lookups.labels('miss')];
