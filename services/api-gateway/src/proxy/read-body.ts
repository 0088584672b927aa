/** Reads the whole body of a request before a service is called; the limit is that of the services. */
import { Rejection } from '@catalog/contracts';
import { bodyTooLarge } from '@catalog/http/server';
import type { IncomingMessage } from 'node:http';
import { ClientGone } from '../exchange/index.ts';

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Throws BODY_TOO_LARGE, at once if the declared length is too long, or ClientGone. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Stopping early must not destroy the request: our answer goes out on the same socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limitBytes) throw bodyTooLarge(limitBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Rejection ? error : new ClientGone();
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
