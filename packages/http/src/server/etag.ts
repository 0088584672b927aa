/** Optimistic locking over HTTP: the tag of what a client saw, and the refusal when it has changed since. */
import { Rejection } from '@catalog/contracts';
import { createHash } from 'node:crypto';
import type { Preconditions } from './preconditions.ts';

/** A tag that changes whenever one of the parts does; a single number (a version) stays readable. */
export const etagOf = (...parts: (string | number)[]): string =>
  parts.length === 1 ? `"${parts[0]}"` : `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`;

/**
 * Refuses with VERSION_MISMATCH (412) unless If-Match, where it was sent, has the current tag itself (a weak one says only that it was alike), and
 * If-None-Match, where it was sent, has none like it. `current` is undefined of what is there without a tag.
 */
export function requireMatch({ ifMatch, ifNoneMatch }: Preconditions = {}, current: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && !ifMatch.some((tag) => tag === current)) throw mismatch('It has been changed since you read it: read it again', current);
  if (ifNoneMatch !== undefined && (ifNoneMatch === '*' || ifNoneMatch.some((tag) => strong(tag) === current))) {
    throw mismatch('It is there as it is, which If-None-Match rules out', current);
  }
}

const strong = (tag: string): string => tag.replace(/^W\//, '');

const mismatch = (message: string, current: string | undefined): Rejection =>
  new Rejection('VERSION_MISMATCH', message, current === undefined ? {} : { current_etag: current });
