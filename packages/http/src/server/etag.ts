/** Optimistic locking over HTTP: the tag of what a client saw, and the refusal when it has changed since. */
import { Rejection } from '@catalog/contracts';
import { createHash } from 'node:crypto';

/** A tag that changes whenever one of the parts does; a single number (a version) stays readable. */
export const etagOf = (...parts: (string | number)[]): string =>
  parts.length === 1 ? `"${parts[0]}"` : `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`;

/** Refuses with VERSION_MISMATCH (412) unless If-Match is absent, `*`, or names the current tag. */
export function requireMatch(ifMatch: string | undefined, current: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const given = ifMatch.split(',').map((tag) => tag.trim());
  if (!given.includes(current)) {
    throw new Rejection('VERSION_MISMATCH', 'It has been changed since you read it: read it again', { current_etag: current });
  }
}
