/** Reads an Idempotency-Key: the key, whose it is and for which operation, and a fingerprint of the request. */
import { Rejection } from '@catalog/contracts';
import { createHash } from 'node:crypto';

export type IdempotencyClaim = { scope: string; key: string; fingerprint: string };

const acceptable = /^[\x21-\x7e]{1,200}$/;

export function idempotencyClaim(
  key: string | undefined,
  request: { subject: string; method: string; path: string; body: unknown },
): IdempotencyClaim | undefined {
  if (key === undefined) return undefined;
  if (!acceptable.test(key)) {
    const message = 'Idempotency-Key must be 1 to 200 printable characters without spaces';
    throw new Rejection('VALIDATION_ERROR', message, { field: 'Idempotency-Key' });
  }
  return {
    scope: `${request.subject} ${request.method} ${request.path}`,
    key,
    fingerprint: createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest('hex'),
  };
}
