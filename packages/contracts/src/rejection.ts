/** The one way to refuse: a code that callers can act on, a sentence for people, and the details (field, ids) that belong to it. */

export const errorCodes = [
  'VALIDATION_ERROR',
  'MALFORMED_REQUEST',
  'INVALID_REFERENCE',
  'NOT_PUBLISHABLE',
  'UNAUTHENTICATED',
  'INVALID_CREDENTIALS',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'NAME_TAKEN',
  'EXTERNAL_ID_TAKEN',
  'USERNAME_TAKEN',
  'IN_USE',
  'WRONG_STATE',
  'ALREADY_SCHEDULED',
  'SCHEDULED',
  'IDEMPOTENCY_KEY_IN_FLIGHT',
  'VERSION_MISMATCH',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
  'PRICE_LOCKED',
  'TOO_MANY_REQUESTS',
  'HEADERS_TOO_LARGE',
  'INTERNAL_ERROR',
  'UPSTREAM_ERROR',
  'SERVICE_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What an error tells beside its message. `field` names the first faulty field; other keys belong to the code. */
export type ErrorDetails = { field?: string; [key: string]: unknown };

export class Rejection extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
    this.details = details;
  }
}

/** The body of every error reply (SRS 4.1.6). */
export type ErrorBody = {
  error: { code: ErrorCode; message: string; details: ErrorDetails; correlation_id: string };
};
