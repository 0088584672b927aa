/** The HTTP status of each error code, in this place only. */
import type { ErrorCode, Rejection } from '@catalog/contracts';

export const errorStatuses: Readonly<Record<ErrorCode, number>> = {
  VALIDATION_ERROR: 400,
  MALFORMED_REQUEST: 400,
  INVALID_REFERENCE: 400,
  NOT_PUBLISHABLE: 400,
  UNAUTHENTICATED: 401,
  INVALID_CREDENTIALS: 401,
  FORBIDDEN: 403,
  SCHEDULED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NAME_TAKEN: 409,
  EXTERNAL_ID_TAKEN: 409,
  USERNAME_TAKEN: 409,
  IN_USE: 409,
  WRONG_STATE: 409,
  REVISION_OPEN: 409,
  ALREADY_SCHEDULED: 409,
  OVERLAPPING_CHANGE: 409,
  TOO_MANY_CHANGES: 409,
  IDEMPOTENCY_KEY_IN_FLIGHT: 409,
  VERSION_MISMATCH: 412,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  PRICE_LOCKED: 423,
  TOO_MANY_REQUESTS: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL_ERROR: 500,
  UPSTREAM_ERROR: 502,
  SERVICE_UNAVAILABLE: 503,
  UPSTREAM_TIMEOUT: 504,
};

const RETRY_AFTER_SECONDS = 2;

/** Every refusal has these headers, whichever operation made it. */
export const headersOfRefusal = (rejection: Pick<Rejection, 'code' | 'details'>): Record<string, string> => ({
  'Cache-Control': 'no-store',
  ...headersOfCode(rejection),
});

function headersOfCode({ code, details }: Pick<Rejection, 'code' | 'details'>): Record<string, string> {
  if (errorStatuses[code] === 401) return { 'WWW-Authenticate': 'Bearer' };
  const { retry_after_seconds } = details;
  if (retry_after_seconds !== undefined) return { 'Retry-After': String(retry_after_seconds) };
  if (code === 'SERVICE_UNAVAILABLE' || code === 'IDEMPOTENCY_KEY_IN_FLIGHT') return { 'Retry-After': String(RETRY_AFTER_SECONDS) };
  return {};
}
