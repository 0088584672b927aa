/** Exchanges a refresh token once, however many requests of one browser bring it: a second exchange would count as theft. */
import type { Identity, SignedIn } from './identity.ts';

/** Requests that were sent before the browser had the new tokens still bring the old one. */
const KEPT_MS = 60_000;

export function renewals(refresh: Identity['refresh'], keptMs = KEPT_MS): Identity['refresh'] {
  const underWay = new Map<string, Promise<SignedIn>>();
  return (refreshToken, clientAddress) => {
    const known = underWay.get(refreshToken);
    if (known) return known;
    const renewed = refresh(refreshToken, clientAddress);
    underWay.set(refreshToken, renewed);
    void renewed.then((outcome) => {
      // What failed for want of an answer may be tried again at once.
      if ('refusal' in outcome) underWay.delete(refreshToken);
      else setTimeout(() => underWay.delete(refreshToken), keptMs).unref();
    });
    return renewed;
  };
}
