/** Lists the refusals that an operation may answer with: those that follow from its shape, and those that it declares. */
import { type ErrorCode, roles } from '@catalog/contracts';
import type { Operation } from './operation.ts';

export function refusalsOf(operation: Operation): ErrorCode[] {
  const { access, params, idempotent, errors = [] } = operation;
  const some = (codes: ErrorCode[], when: boolean) => (when ? codes : []);
  return [
    ...new Set<ErrorCode>([
      'VALIDATION_ERROR',
      ...some(['MALFORMED_REQUEST', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'], readsBody(operation)),
      'UNAUTHENTICATED',
      ...some(['FORBIDDEN'], access !== 'public' && access.length < roles.length),
      ...some(['NOT_FOUND'], params !== undefined),
      ...some(['VERSION_MISMATCH'], isConditional(operation)),
      ...some(['IDEMPOTENCY_KEY_IN_FLIGHT', 'IDEMPOTENCY_KEY_REUSED'], idempotent ?? false),
      ...errors,
      'TOO_MANY_REQUESTS',
      'HEADERS_TOO_LARGE',
    ]),
  ];
}

export const readsBody = ({ method }: Operation): boolean => method === 'POST' || method === 'PUT';

/** Whether it looks at If-Match: what changes or removes one thing does. */
export const isConditional = ({ method, params, errors = [] }: Operation): boolean =>
  errors.includes('VERSION_MISMATCH') || (params !== undefined && (method === 'PUT' || method === 'DELETE'));
