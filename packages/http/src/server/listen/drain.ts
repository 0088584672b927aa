/** Stops a server gracefully: it takes no new connections, answers whatever still arrives on open ones, and cuts none of it. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import pTimeout from 'p-timeout';

const LAST_REQUESTS_MS = 500;
const CLOSE_IDLE_EVERY_MS = 50;
const DRAIN_LIMIT_MS = 10_000;
const QUICK_TURN_MS = 0.3;
const CATCH_UP_LIMIT_MS = 300;

/** Follows the server's connections from now on, before it listens; returns what stops it. */
export function drainable(server: Server): () => Promise<void> {
  const unanswered = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  let arrived = 0;
  let isStopping = false;
  server.on('request', (_, response) => {
    arrived += 1;
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (isStopping) closeAfter(response);
  });
  server.on('connection', (socket) => {
    arrived += 1;
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return async () => {
    const catchUp = () => caughtUp(() => arrived);
    await catchUp();
    // The server's own close() would cut idle connections at once.
    NetServer.prototype.close.call(server);
    // Told earlier, clients would reconnect just when nobody listens any more.
    isStopping = true;
    for (const response of unanswered) closeAfter(response);
    await drain(server, { connections, catchUp });
  };
}

/** Tells the client to send no further request on this connection. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

type Traffic = { connections: ReadonlySet<Socket>; catchUp: () => Promise<void> };

/** A connection that looks idle may have a request on its way: it is closed only once what was sent before has arrived. */
async function drain(server: Server, { connections, catchUp }: Traffic): Promise<void> {
  const closed = once(server, 'close').then(() => true);
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
  for (
    let pause = LAST_REQUESTS_MS;
    !(await pTimeout(closed, { milliseconds: pause, fallback: () => false }));
    pause = CLOSE_IDLE_EVERY_MS
  ) {
    await catchUp();
    server.closeIdleConnections();
    // A connection that never asked anything does not count as idle.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  }
  clearTimeout(force);
}

/**
 * Waits until a busy process has seen the connections and requests that closing would cut: it has seen them all once a turn of its
 * event loop was quick and nothing arrived in it. Without such a turn it goes on after a limit.
 */
async function caughtUp(arrived: () => number): Promise<void> {
  const end = performance.now() + CATCH_UP_LIMIT_MS;
  // The first turn may be over before it has polled.
  await turn();
  for (;;) {
    const [begun, before] = [performance.now(), arrived()];
    await turn();
    const now = performance.now();
    if (now > end || (now - begun < QUICK_TURN_MS && arrived() === before)) return;
  }
}
