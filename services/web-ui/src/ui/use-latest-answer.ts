'use client';
import { useEffect, useState } from 'react';

const PAUSE_MS = 120;

type Answer<Body> = { to: string; body: Body | undefined };

/**
 * What the web server answers to the last of the addresses that it is given, asked once they have stopped changing. Until there is an answer
 * the one before stays, so that nothing flickers. Its body is undefined where the server refused.
 */
export function useLatestAnswer<Body>(address: string | undefined): Answer<Body> | undefined {
  const [answer, setAnswer] = useState<Answer<Body>>();
  useEffect(() => {
    if (address === undefined) return undefined;
    const outdated = new AbortController();
    const timer = setTimeout(() => {
      fetch(address, { signal: outdated.signal })
        .then(async (response) => (response.ok ? (await response.json()) as Body : undefined))
        .then((body) => setAnswer({ to: address, body }), () => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      outdated.abort();
    };
  }, [address]);
  return answer;
}
