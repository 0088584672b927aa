/** Reads the whole body of a request, within a length (by Content-Length before anything is read) and above a minimum rate. */
import { Rejection } from '@catalog/contracts';
import parse from 'co-body';
import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from './body-too-large.ts';
import { bodyTooSlow, watchBodyRate } from './body-rate.ts';

export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes);
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const unwatch = watchBodyRate(request, () => reject(bodyTooSlow()));
  // Decompression does not report that the sender has gone.
  request.once('close', () => {
    if (!request.complete) reject(unreadable());
  });
  try {
    return await Promise.race([decompressed(request, limitBytes), broken]);
  } finally {
    unwatch();
  }
}

async function decompressed(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  try {
    // Without an encoding it gives the bytes.
    return (await parse.text(request, { limit: `${limitBytes}b`, encoding: '' })) as Buffer;
  } catch (error) {
    throw statusOf(error) === 413 ? bodyTooLarge(limitBytes) : unreadable();
  }
}

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined);

const unreadable = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body could not be read');
