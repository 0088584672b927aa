/** What each refusal looks like, for documents. */
import {
  alreadyScheduled,
  type ErrorBody,
  type ErrorCode,
  idempotencyKeyInFlight,
  idempotencyKeyReused,
  methodNotAllowed,
  overlappingChange,
  priceLocked,
  Rejection,
  roleNeeded,
  type Schedule,
  scheduledAsApproved,
  signInFirst,
  tooManyChanges,
  upstreamFailed,
  upstreamTimedOut,
  upstreamUnavailable,
  revisionOpen,
  usernameTaken,
  wrongState,
  wrongCredentials,
} from '@catalog/contracts';
import { bodyTooLarge, malformedJson, notJson } from '../body/index.ts';
import { versionMismatch } from '../conditional/index.ts';
import { internalError } from '../errors/index.ts';
import { tooManyRequests } from '../limits/index.ts';
import { headersTooLarge } from '../listen/index.ts';

const ID = '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a';
const ANOTHER_ID = '0b9d6c1f-58a4-4c62-8f0e-3a7b1d2c4e5f';

export const errorExample = (code: ErrorCode): ErrorBody => {
  const { message, details } = examples[code];
  return { error: { code, message, details, correlation_id: ANOTHER_ID } };
};

const schedule: Schedule = { schedule_id: ID, action: 'publish', at: '2026-12-01T00:00:00.000Z' };

const examples: Record<ErrorCode, Rejection> = {
  VALIDATION_ERROR: new Rejection('VALIDATION_ERROR', 'name is required', {
    field: 'name',
    errors: [{ field: 'name', message: 'name is required' }],
  }),
  MALFORMED_REQUEST: malformedJson(),
  INVALID_REFERENCE: new Rejection('INVALID_REFERENCE', 'Some characteristics do not exist', {
    field: 'characteristic_ids',
    invalid_ids: [ID],
  }),
  NOT_PUBLISHABLE: new Rejection('NOT_PUBLISHABLE', 'It needs at least one price', {
    field: 'pricing_ids',
    reasons: [{ code: 'NO_PRICE', field: 'pricing_ids', message: 'It needs at least one price' }],
  }),
  UNAUTHENTICATED: signInFirst(),
  INVALID_CREDENTIALS: wrongCredentials(),
  FORBIDDEN: roleNeeded(['ADMIN'], 'USER'),
  NOT_FOUND: new Rejection('NOT_FOUND', `There is no offering ${ID}`),
  METHOD_NOT_ALLOWED: methodNotAllowed('PATCH', ['GET', 'PUT', 'DELETE']),
  NAME_TAKEN: new Rejection('NAME_TAKEN', 'There is already a price named Fibre monthly', { field: 'name' }),
  EXTERNAL_ID_TAKEN: new Rejection('EXTERNAL_ID_TAKEN', 'There is already an offering with external_id X-100', { field: 'external_id' }),
  USERNAME_TAKEN: usernameTaken('ada'),
  IN_USE: new Rejection('IN_USE', '1 offering(s) use this price', { used_by: { offering_ids: [ID] } }),
  WRONG_STATE: wrongState({ lifecycle_status: 'PUBLISHED' }, 'DRAFT', 'changed'),
  REVISION_OPEN: revisionOpen(2),
  ALREADY_SCHEDULED: alreadyScheduled(schedule),
  SCHEDULED: scheduledAsApproved({ ...schedule, approved_version: 2, approved_by: 'admin' }),
  OVERLAPPING_CHANGE: overlappingChange({ id: ID, at: '2026-12-01T00:00:00.000Z', valid_until: '2026-12-24T00:00:00.000Z' }),
  TOO_MANY_CHANGES: tooManyChanges(50),
  IDEMPOTENCY_KEY_IN_FLIGHT: idempotencyKeyInFlight(),
  VERSION_MISMATCH: versionMismatch('"3"'),
  BODY_TOO_LARGE: bodyTooLarge(65_536),
  UNSUPPORTED_MEDIA_TYPE: notJson(),
  IDEMPOTENCY_KEY_REUSED: idempotencyKeyReused(),
  PRICE_LOCKED: priceLocked([ID]),
  TOO_MANY_REQUESTS: tooManyRequests(20),
  HEADERS_TOO_LARGE: headersTooLarge(),
  INTERNAL_ERROR: internalError(),
  UPSTREAM_ERROR: upstreamFailed('offering-service'),
  SERVICE_UNAVAILABLE: upstreamUnavailable('offering-service'),
  UPSTREAM_TIMEOUT: upstreamTimedOut('offering-service'),
};
