/** Listens for requests; stopping takes no new connections, answers whatever still arrives on those there are, and cuts none of it. */
import { log } from '@catalog/observability';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import pTimeout from 'p-timeout';
import Type from 'typebox';
import { untilCalm } from './calm.ts';
import { readEnvironment } from './environment.ts';
import { repeatedHeader } from './repeated-header.ts';
import { answerAmbiguous, answerUnreadable } from './unreadable-request.ts';

/** A Koa app is one. */
export type App = { callback(): RequestListener };
export type Listening = { url: string; stop(): Promise<void> };

/** On a node where much starts at once those that run already answer better than a new one, which therefore waits until the node is calm. */
const environment = Type.Object({ CALM_BEFORE_LISTENING_MS: Type.Integer({ minimum: 0, maximum: 60_000, default: 0 }) });

/** Whoever sends slower than this is not waited for. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };
const KEEP_ALIVE_MS = 65_000;
const DISCARD_LIMIT_MS = 2_000;
const DISCARDED_AT_ONCE_BYTES = 65_536;
const DISCARD_EVERY_MS = 100;
const LAST_REQUESTS_MS = 500;
const CLOSE_IDLE_EVERY_MS = 50;
const DRAIN_LIMIT_MS = 10_000;
const QUICK_TURN_MS = 0.3;
const CATCH_UP_LIMIT_MS = 300;

export async function serve(app: App, { host, port }: { host: string; port: number }): Promise<Listening> {
  const handle = app.callback();
  const unanswered = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  let arrived = 0;
  let isStopping = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, ...patience }, (request, response) => {
    arrived += 1;
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    response.once('finish', () => discardRest(request));
    if (isStopping) closeAfter(response);
    const repeated = repeatedHeader(request.rawHeaders);
    if (repeated) answerAmbiguous(response, repeated);
    else handle(request, response);
  });
  server.on('connection', (socket) => {
    arrived += 1;
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('clientError', answerUnreadable);
  await untilCalm(readEnvironment(environment).CALM_BEFORE_LISTENING_MS);
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: actual } = server.address() as AddressInfo;
  log.info('Listening', { address, port: actual });
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`,
    async stop() {
      const seenAll = () => caughtUp(() => arrived);
      await seenAll();
      // The server's own close() would cut idle connections at once.
      NetServer.prototype.close.call(server);
      // Told before, clients would be connecting anew just when nobody listens any more.
      isStopping = true;
      for (const response of unanswered) closeAfter(response);
      await drain(server, { connections, seenAll });
    },
  };
}

/** What an answer left unread would hold up the next request on the connection for ever: Node discards only bodies that nobody began to read. Whoever has much left to send loses the connection. */
function discardRest(request: IncomingMessage): void {
  request.unpipe();
  if (request.complete) return void request.resume();
  if (Number(request.headers['content-length'] ?? Infinity) > DISCARDED_AT_ONCE_BYTES) discardSlowly(request);
  else request.resume();
  const limit = setTimeout(() => { if (!request.complete) request.socket.destroy(); }, DISCARD_LIMIT_MS);
  request.once('close', () => clearTimeout(limit));
}

/** As fast as it comes, what nobody wants would be all that this process has time for. Once answered, a request is not told any more that its connection is gone. */
function discardSlowly(request: IncomingMessage): void {
  request.pause();
  const reading = setInterval(() => {
    if (!request.complete && !request.socket.destroyed) return void request.read();
    clearInterval(reading);
    request.resume();
  }, DISCARD_EVERY_MS);
}

/** Tells the client to send no further request on this connection. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** A connection that looks idle may have a request under way to us: those are closed only once what was sent before has arrived. */
async function drain(server: Server, { connections, seenAll }: { connections: ReadonlySet<Socket>; seenAll: () => Promise<void> }): Promise<void> {
  const closed = once(server, 'close').then(() => true);
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
  for (let pause = LAST_REQUESTS_MS; !await pTimeout(closed, { milliseconds: pause, fallback: () => false }); pause = CLOSE_IDLE_EVERY_MS) {
    await seenAll();
    server.closeIdleConnections();
    // A connection that never asked anything does not count as idle.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  }
  clearTimeout(force);
}

/** Connections and requests may be waiting that a busy process has not seen yet, and that closing would cut: it has seen them all when a turn
 * of its event loop was quick and nothing arrived in it. Where there is never such a turn, it goes on without. */
async function caughtUp(arrived: () => number): Promise<void> {
  const end = performance.now() + CATCH_UP_LIMIT_MS;
  // The first turn may be over before it has looked.
  await turn();
  for (;;) {
    const [begun, before] = [performance.now(), arrived()];
    await turn();
    const now = performance.now();
    if (now > end || (now - begun < QUICK_TURN_MS && arrived() === before)) return;
  }
}
