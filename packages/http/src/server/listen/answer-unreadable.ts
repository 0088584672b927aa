/** Refuses malformed and ambiguous HTTP requests in the one error format, before an app sees them, and closes the connection. */
import { correlationIdFrom, type ErrorBody, Rejection } from '@catalog/contracts';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorStatuses } from '../errors/index.ts';

export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const { status, headers, body } = replyTo(isTooLong ? headersTooLarge() : malformed());
  const headerLines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headerLines, '', body].join('\r\n'));
}

export function answerAmbiguous(response: ServerResponse, header: string): void {
  const repeated = new Rejection('MALFORMED_REQUEST', `The header ${header} must appear only once`, { field: header });
  const { status, headers, body } = replyTo(repeated);
  response.writeHead(status, headers).end(body);
}

const malformed = (): Rejection => new Rejection('MALFORMED_REQUEST', 'Malformed or incomplete HTTP request');

export const headersTooLarge = (): Rejection => new Rejection('HEADERS_TOO_LARGE', 'The address and the headers together are too long');

function replyTo({ code, message, details }: Rejection): { status: number; headers: Record<string, string>; body: string } {
  const error: ErrorBody = { error: { code, message, details, correlation_id: correlationIdFrom(undefined) } };
  const body = JSON.stringify(error);
  return {
    status: errorStatuses[code],
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      Connection: 'close',
    },
    body,
  };
}
