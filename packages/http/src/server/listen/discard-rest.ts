/** Discards the unread rest of an answered request's body, which would block the next request; much more of it ends the connection. */
import type { IncomingMessage } from 'node:http';

const LIMIT_MS = 2_000;
const AT_ONCE_BYTES = 65_536;
const READ_EVERY_MS = 100;

/** Needed where somebody began to read the body: Node discards the others itself. */
export function discardRest(request: IncomingMessage): void {
  request.unpipe();
  if (request.complete) return void request.resume();
  if (Number(request.headers['content-length'] ?? Infinity) > AT_ONCE_BYTES) discardSlowly(request);
  else request.resume();
  const limit = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, LIMIT_MS);
  request.once('close', () => clearTimeout(limit));
}

/** So that it does not take all of this process's time. Once answered, a request is not told that its connection is gone. */
function discardSlowly(request: IncomingMessage): void {
  request.pause();
  const reading = setInterval(() => {
    if (!request.complete && !request.socket.destroyed) return void request.read();
    clearInterval(reading);
    request.resume();
  }, READ_EVERY_MS);
}
