/** Makes a reply in the one error format of whatever was thrown; what is not a Rejection is logged and answered as INTERNAL_ERROR. */
import { type ErrorBody, Rejection } from '@catalog/contracts';
import { log, tagSpan } from '@catalog/observability';
import { errorStatuses, headersOfRefusal } from './error-statuses.ts';

export function replyTo(error: unknown, correlationId: string): { status: number; headers: Record<string, string>; body: ErrorBody } {
  const rejection = error instanceof Rejection ? error : unexpected(error);
  const { code, message, details } = rejection;
  tagSpan('error_code', code);
  return {
    status: errorStatuses[code],
    headers: headersOfRefusal(rejection),
    body: { error: { code, message, details, correlation_id: correlationId } },
  };
}

function unexpected(error: unknown): Rejection {
  log.error('Request failed', { error });
  return internalError();
}

export const internalError = (): Rejection =>
  new Rejection('INTERNAL_ERROR', 'Something went wrong on our side; the correlation id helps to find it');
