/** Exchanges each refresh token only once, however many requests of a browser bring it: a second exchange would look like theft. */
import type { Identity, SignInResult } from './identity.ts';

/** Requests that were sent before the browser had the new tokens still bring the old one. */
const KEPT_MS = 60_000;

export function renewOnce(refresh: Identity['refresh'], keptMs = KEPT_MS): Identity['refresh'] {
  const renewals = new Map<string, Promise<SignInResult>>();
  return (refreshToken, clientAddress) => {
    const known = renewals.get(refreshToken);
    if (known) return known;
    const renewal = refresh(refreshToken, clientAddress);
    renewals.set(refreshToken, renewal);
    void renewal.then((result) => {
      // A refusal is not remembered: it may be that nobody answered, so the next request may try again.
      if ('refusal' in result) renewals.delete(refreshToken);
      else setTimeout(() => renewals.delete(refreshToken), keptMs).unref();
    });
    return renewal;
  };
}
