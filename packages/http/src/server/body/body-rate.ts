/** Detects a client that sends its body slower than 1 KiB/s and so holds what waits for it; delays of this process do not count. */
import { Rejection } from '@catalog/contracts';
import type { IncomingMessage } from 'node:http';

const GRACE_TURNS = 5;
const TURN_MS = 1_000;
const BYTES_PER_TURN = 1_024;

/**
 * Calls `onTooSlow` once, when after the first five seconds less than 1 KiB has come for each. Watch only while the body is awaited;
 * returns what ends it.
 */
export function watchBodyRate(request: IncomingMessage, onTooSlow: () => void, turnMs = TURN_MS): () => void {
  const { socket } = request;
  const before = socket.bytesRead;
  let turns = 0;
  // What has arrived while this process was busy is read before `setImmediate` calls.
  const timer = setInterval(
    () =>
      setImmediate(() => {
        turns += 1;
        if (turns < GRACE_TURNS || socket.bytesRead - before >= turns * BYTES_PER_TURN) return;
        clearInterval(timer);
        onTooSlow();
      }),
    turnMs,
  );
  return () => clearInterval(timer);
}

export const bodyTooSlow = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body did not arrive in time');
