/** The refusals that several services give, or that documents show as an example, each in one wording. */
import type { Role } from './access/index.ts';
import type { PriceChange, Schedule } from './catalog/index.ts';
import { Rejection } from './rejection.ts';

export const signInFirst = (): Rejection => new Rejection('UNAUTHENTICATED', 'Sign in first: this needs a bearer token');

export const roleNeeded = (needed: readonly Role[], given: Role): Rejection =>
  new Rejection('FORBIDDEN', `This needs the role ${needed.join(' or ')}; you have ${given}`, { required_roles: [...needed] });

export const nothingAt = (path: string): Rejection => new Rejection('NOT_FOUND', `There is nothing at ${path}`);

export const methodNotAllowed = (method: string, allowed: readonly string[]): Rejection =>
  new Rejection('METHOD_NOT_ALLOWED', `${method} is not possible here; possible: ${allowed.join(', ')}`);

export const ambiguousPath = (): Rejection =>
  new Rejection('MALFORMED_REQUEST', 'The path may not have empty or dot segments, encoded slashes, or a malformed percent encoding');

export const upstreamUnavailable = (upstream: string): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `The ${upstream} does not answer at the moment; try again`, { upstream });

export const upstreamTimedOut = (upstream: string): Rejection =>
  new Rejection('UPSTREAM_TIMEOUT', `The ${upstream} did not answer in time`, { upstream });

export const upstreamFailed = (upstream: string): Rejection =>
  new Rejection('UPSTREAM_ERROR', `The ${upstream} failed to answer; the request may or may not have been carried out`, { upstream });

export const idempotencyKeyInFlight = (): Rejection =>
  new Rejection('IDEMPOTENCY_KEY_IN_FLIGHT', 'A request with this Idempotency-Key is being processed');

export const idempotencyKeyReused = (): Rejection =>
  new Rejection('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request');

export const wrongState = ({ lifecycle_status }: { lifecycle_status: string }, needed: string, done: string): Rejection =>
  new Rejection('WRONG_STATE', `Only an offering that is ${needed} can be ${done}; this one is ${lifecycle_status}`, { lifecycle_status });

export const revisionOpen = (revision: number): Rejection =>
  new Rejection('REVISION_OPEN', `Revision ${revision} of this offering is open already: go on with that, or discard it first`, {
    revision,
  });

export const alreadyScheduled = (scheduled: Schedule): Rejection =>
  new Rejection('ALREADY_SCHEDULED', `It is already due to ${scheduled.action} at ${scheduled.at}; cancel that schedule first`, {
    scheduled,
  });

export const scheduledAsApproved = (scheduled: Schedule): Rejection =>
  new Rejection(
    'SCHEDULED',
    `It is due to ${scheduled.action} at ${scheduled.at}, as an administrator approved it: until then only an ADMIN changes or deletes it`,
    { required_roles: ['ADMIN'], scheduled },
  );

export const overlappingChange = ({ id, at, valid_until }: Pick<PriceChange, 'id' | 'at' | 'valid_until'>, field?: string): Rejection => {
  const when = valid_until === null ? `at ${at}` : `from ${at} until ${valid_until}`;
  return new Rejection('OVERLAPPING_CHANGE', `Another change of this price is in the way, ${when}: cancel it, or choose another time`, {
    ...(field !== undefined && { field }),
    in_the_way: { change_id: id, at, valid_until },
  });
};

export const windowRuns = ({ id, at, valid_until }: PriceChange, field: string): Rejection =>
  new Rejection(
    'OVERLAPPING_CHANGE',
    `The price has another value until ${valid_until}: cancel that window, or schedule a change from then on`,
    { field, in_the_way: { change_id: id, at, valid_until } },
  );

export const tooManyChanges = (limit: number): Rejection =>
  new Rejection('TOO_MANY_CHANGES', `${limit} changes of this price are due, and more are not kept: cancel one first`, { limit });

export const priceLocked = (locked_by_saga_ids: readonly string[]): Rejection =>
  new Rejection('PRICE_LOCKED', 'An offering that uses this price is being published; try again when that has ended', {
    locked_by_saga_ids,
  });

export const usernameTaken = (username: string): Rejection =>
  new Rejection('USERNAME_TAKEN', `There is already a user named ${username}`, { field: 'username' });

export const wrongCredentials = (): Rejection => new Rejection('INVALID_CREDENTIALS', 'Username or password is wrong');
