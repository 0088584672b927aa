/** The body of a request on its way through, read whole before anything is asked of a service; longer than the services take them, none is passed on. */
import { Rejection } from '@catalog/contracts';
import { bodyTooLarge } from '@catalog/http/server';
import type { IncomingMessage } from 'node:http';
import { ClientGone } from '../exchange/index.ts';

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Refuses with BODY_TOO_LARGE, by its length at once; throws ClientGone. */
export async function wholeBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Stopping early must not destroy the request: its socket still has to carry our answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limitBytes) throw bodyTooLarge(limitBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Rejection ? error : new ClientGone('The client hung up');
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
