/** What each refusal looks like, for documents: the sentence it comes with, and its details. */
import type { ErrorBody, ErrorCode, ErrorDetails } from '@catalog/contracts';

const ID = '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a';
const ANOTHER_ID = '0b9d6c1f-58a4-4c62-8f0e-3a7b1d2c4e5f';

export const errorExample = (code: ErrorCode): ErrorBody => {
  const [message, details = {}] = texts[code];
  return { error: { code, message, details, correlation_id: ANOTHER_ID } };
};

const texts: Record<ErrorCode, [message: string, details?: ErrorDetails]> = {
  VALIDATION_ERROR: ['name is required', { field: 'name', errors: [{ field: 'name', message: 'name is required' }] }],
  MALFORMED_REQUEST: ['The body is not valid JSON'],
  INVALID_REFERENCE: ['Some characteristics do not exist', { field: 'characteristic_ids', invalid_ids: [ID] }],
  NOT_PUBLISHABLE: [
    'It needs at least one price',
    { field: 'pricing_ids', reasons: [{ field: 'pricing_ids', message: 'It needs at least one price' }] },
  ],
  UNAUTHENTICATED: ['Sign in first: this needs a bearer token'],
  INVALID_CREDENTIALS: ['Username or password is wrong'],
  FORBIDDEN: ['This needs the role ADMIN; you have USER', { required_roles: ['ADMIN'] }],
  NOT_FOUND: [`There is no such thing as ${ID}`],
  METHOD_NOT_ALLOWED: ['PATCH is not possible here; possible: GET, PUT, DELETE'],
  NAME_TAKEN: ['There is already one with this name', { field: 'name' }],
  EXTERNAL_ID_TAKEN: ['There is already an offering with external_id X-100', { field: 'external_id' }],
  USERNAME_TAKEN: ['There is already a user named ada', { field: 'username' }],
  IN_USE: ['1 offering(s) use this', { used_by: { offering_ids: [ID] } }],
  WRONG_STATE: ['Only an offering that is DRAFT can be changed; this one is PUBLISHED', { lifecycle_status: 'PUBLISHED' }],
  ALREADY_SCHEDULED: [
    'It is already due to publish at 2026-12-01T00:00:00.000Z; end that schedule first',
    { scheduled: { schedule_id: ID, action: 'publish', at: '2026-12-01T00:00:00.000Z' } },
  ],
  SCHEDULED: [
    'It is due to publish at 2026-12-01T00:00:00.000Z, as an administrator approved it: until then only an ADMIN changes or deletes it',
    { required_roles: ['ADMIN'], scheduled: { schedule_id: ID, action: 'publish', at: '2026-12-01T00:00:00.000Z', approved_version: 2, approved_by: 'admin' } },
  ],
  IDEMPOTENCY_KEY_IN_FLIGHT: ['A request with this Idempotency-Key is being processed'],
  VERSION_MISMATCH: ['It has been changed since you read it: read it again', { current_etag: '"3"' }],
  BODY_TOO_LARGE: ['The body may have at most 64 KiB'],
  UNSUPPORTED_MEDIA_TYPE: ['Send the body as application/json'],
  IDEMPOTENCY_KEY_REUSED: ['This Idempotency-Key was used for another request'],
  PRICE_LOCKED: ['An offering that uses this price is being published; try again when that has ended', { locked_by_saga_ids: [ID] }],
  TOO_MANY_REQUESTS: ['Too many requests: try again in 20 s', { retry_after_seconds: 20 }],
  HEADERS_TOO_LARGE: ['The address and the headers together are too long'],
  INTERNAL_ERROR: ['Something went wrong on our side; the correlation id helps to find it'],
  UPSTREAM_ERROR: [
    'The offering-service failed to answer; the request may or may not have been carried out', { upstream: 'offering-service' },
  ],
  SERVICE_UNAVAILABLE: ['The offering-service does not answer at the moment; try again', { upstream: 'offering-service' }],
  UPSTREAM_TIMEOUT: ['The offering-service did not answer in time', { upstream: 'offering-service' }],
};
