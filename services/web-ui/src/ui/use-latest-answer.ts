'use client';
/** Fetches from the web server for a changing address, such as a search while somebody types. */
import { useEffect, useState } from 'react';

const PAUSE_MS = 120;

type Answer<Body> = { to: string; body: Body | undefined };

/**
 * The answer for the latest address, fetched once it has stopped changing. Until then the previous answer stays, so that nothing flickers.
 * Its body is undefined where the server refused.
 */
export function useLatestAnswer<Body>(address: string | undefined): Answer<Body> | undefined {
  const [answer, setAnswer] = useState<Answer<Body>>();
  useEffect(() => {
    if (address === undefined) return undefined;
    const outdated = new AbortController();
    const timer = setTimeout(() => {
      fetch(address, { signal: outdated.signal })
        .then(async (response) => (response.ok ? ((await response.json()) as Body) : undefined))
        .then(
          (body) => setAnswer({ to: address, body }),
          () => undefined,
        );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      outdated.abort();
    };
  }, [address]);
  return answer;
}
