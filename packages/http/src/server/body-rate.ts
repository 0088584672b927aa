/** Tells of whoever sends a body slower than anybody has to, and would hold what waits for it; a busy process of our own counts against nobody. */
import { Rejection } from '@catalog/contracts';
import type { IncomingMessage } from 'node:http';

const GRACE_TURNS = 5;
const TURN_MS = 1_000;
const BYTES_PER_TURN = 1_024;

/** Calls back once, when after the first seconds less has come than 1 KiB for each. Watch only while the body is awaited; the function it gives ends that. */
export function watchBodyRate(request: IncomingMessage, tellTooSlow: () => void, turnMs = TURN_MS): () => void {
  const { socket } = request;
  const before = socket.bytesRead;
  let turns = 0;
  // What has arrived while this process was busy is read before `setImmediate` calls.
  const timer = setInterval(() => setImmediate(() => {
    turns += 1;
    if (turns < GRACE_TURNS || socket.bytesRead - before >= turns * BYTES_PER_TURN) return;
    clearInterval(timer);
    tellTooSlow();
  }), turnMs);
  return () => clearInterval(timer);
}

export const bodyTooSlow = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body did not arrive in time');
