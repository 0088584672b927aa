/** Answers what cannot be read as an HTTP request, in the one error format, and closes the connection: no app has seen it. */
import { correlationIdFrom, type ErrorBody, type ErrorCode } from '@catalog/contracts';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorStatuses } from './error-statuses.ts';

export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  socket.end(isTooLong ? refusal('HEADERS_TOO_LARGE', 'The address and the headers together are too long')
    : refusal('MALFORMED_REQUEST', 'This is no HTTP request that can be read, or it did not arrive in time'));
}

function refusal(code: ErrorCode, message: string): string {
  const error: ErrorBody = { error: { code, message, details: {}, correlation_id: correlationIdFrom(undefined) } };
  const body = JSON.stringify(error);
  const status = errorStatuses[code];
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
