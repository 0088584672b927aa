/** The one way to refuse: a code that callers can act on, a sentence for people, and the details that belong to the code. */
import type { ErrorCode } from './error-codes.ts';
import type { DetailsOf, ErrorDetails } from './error-details.ts';

class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
    this.details = details;
  }
}

export type Rejection = Refusal;
// A constructor cannot have type parameters of its own, so its type is written out: details are those of the code.
export const Rejection = Refusal as {
  readonly prototype: Rejection;
  new <C extends ErrorCode>(code: C, message: string, details?: DetailsOf<C>): Rejection;
};

/** The body of every error reply (SRS 4.1.6). */
export type ErrorBody = {
  error: { code: ErrorCode; message: string; details: ErrorDetails; correlation_id: string };
};
