/** Plays the six services: small HTTP servers that answer as a test says, and remember what reached them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type StubUpstream = {
  url: string;
  received: { method: string; url: string; headers: IncomingMessage['headers'] }[];
  answerWith(listener: RequestListener): void;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
};

export const echo: RequestListener = (request, response) => {
  void text(request).then((body) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
  });
};

export const json =
  (body: string, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

export async function startStubUpstream(): Promise<StubUpstream> {
  let listener: RequestListener = echo;
  const received: StubUpstream['received'] = [];
  const server = createServer((request, response) => {
    received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    listener(request, response);
  });
  const port = await listening(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith(next) {
      listener = next;
    },
    async stop() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    async restart() {
      await listening(server, port);
    },
  };
}

async function listening(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
