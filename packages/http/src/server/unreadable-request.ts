/** Answers what cannot be read as an HTTP request, or in two ways, in the one error format, and closes the connection: no app has seen it. */
import { correlationIdFrom, type ErrorBody, type ErrorCode, type ErrorDetails } from '@catalog/contracts';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorStatuses } from './error-statuses.ts';

export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const { status, headers, body } = isTooLong ? refusal('HEADERS_TOO_LARGE', 'The address and the headers together are too long')
    : refusal('MALFORMED_REQUEST', 'This is no HTTP request that can be read, or it did not arrive in time');
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body];
  socket.end(lines.join('\r\n'));
}

export function answerAmbiguous(response: ServerResponse, header: string): void {
  const { status, headers, body } = refusal('MALFORMED_REQUEST', `The header ${header} may be there once only`, { field: header });
  response.writeHead(status, headers).end(body);
}

function refusal(code: ErrorCode, message: string, details: ErrorDetails = {}): { status: number; headers: Record<string, string>; body: string } {
  const error: ErrorBody = { error: { code, message, details, correlation_id: correlationIdFrom(undefined) } };
  const body = JSON.stringify(error);
  return {
    status: errorStatuses[code],
    headers: {
      'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(Buffer.byteLength(body)), 'Cache-Control': 'no-store', Connection: 'close',
    },
    body,
  };
}
