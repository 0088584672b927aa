/** Reads the body of a request whole: within a length, which is looked at before anything is read, and within time. */
import { Rejection } from '@catalog/contracts';
import parse from 'co-body';
import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from './body-limit.ts';
import { bodyTooSlow, watchBodyRate } from './body-rate.ts';

export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes);
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const unwatch = watchBodyRate(request, () => reject(bodyTooSlow()));
  // What unpacks a body does not tell that its sender has gone.
  request.once('close', () => { if (!request.complete) reject(unreadable()); });
  try {
    return await Promise.race([unpacked(request, limitBytes), broken]);
  } finally {
    unwatch();
  }
}

async function unpacked(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  try {
    // Without an encoding it gives the bytes.
    return await parse.text(request, { limit: `${limitBytes}b`, encoding: '' }) as Buffer;
  } catch (error) {
    throw statusOf(error) === 413 ? bodyTooLarge(limitBytes) : unreadable();
  }
}

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined);

const unreadable = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body could not be read');
