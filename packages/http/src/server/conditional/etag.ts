/** Optimistic locking over HTTP: the ETag of a version, and the refusal of a change that was meant for another version. */
import { Rejection } from '@catalog/contracts';
import { createHash } from 'node:crypto';
import type { Preconditions } from './preconditions.ts';

/** Changes whenever one of the parts does; a single number (a version) stays readable. */
export const etagOf = (...parts: (string | number)[]): string =>
  parts.length === 1 ? `"${parts[0]}"` : `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`;

/**
 * Refuses with VERSION_MISMATCH (412) unless If-Match, where it was sent, has the current tag (compared strongly), and If-None-Match, where
 * it was sent, does not have it (compared weakly). `current` is undefined for what has no tag.
 */
export function requireMatch({ ifMatch, ifNoneMatch }: Preconditions = {}, current: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && !ifMatch.some((tag) => tag === current)) {
    throw versionMismatch(current);
  }
  if (ifNoneMatch !== undefined && (ifNoneMatch === '*' || ifNoneMatch.some((tag) => strong(tag) === current))) {
    throw versionMismatch(current, 'Its current version is one that If-None-Match excludes');
  }
}

const strong = (tag: string): string => tag.replace(/^W\//, '');

export const versionMismatch = (current: string | undefined, message = 'It has been changed since you read it: read it again'): Rejection =>
  new Rejection('VERSION_MISMATCH', message, current === undefined ? {} : { current_etag: current });
