/** Remembers for some seconds whose a good token is, as a signature costs more to verify than all else; the services verify each time anyway. */
import type { Verified, Verify } from '@catalog/http/server';
import { counter } from '@catalog/observability';

const KEPT_MS = 10_000;
const MOST_CALLERS = 10_000;

/** What is refused is not remembered. */
export function remembering(verify: Verify, { keptMs = KEPT_MS, most = MOST_CALLERS, now = () => performance.now() } = {}): Verify {
  const known = new Map<string, { token: Verified; until: number }>();
  return async (authorization) => {
    const remembered = authorization === undefined ? undefined : known.get(authorization);
    if (remembered && now() < remembered.until) {
      hits.inc();
      return remembered.token;
    }
    const token = await verify(authorization);
    if (authorization === undefined || !token) return token;
    misses.inc();
    known.delete(authorization);
    known.set(authorization, { token, until: now() + keptMs });
    // A Map lists what was put in first, first.
    if (known.size > most) known.delete(known.keys().next().value!);
    return token;
  };
}

const lookups = counter({
  name: 'gateway_token_lookups_total', help: 'Good tokens, by whether they were remembered or had to be verified', labels: ['outcome'],
});
const [hits, misses] = [lookups.labels('hit'), lookups.labels('miss')];
