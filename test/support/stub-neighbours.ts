/** A stub of another service: answers its list operation from the things it is given, and counts the requests. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Neighbour = {
  url: string;
  things: { id: string }[];
  asked: number;
  /** While true every request is answered 500. */
  broken: boolean;
  /** While true every request is accepted and never answered. */
  hung: boolean;
  stop(): Promise<void>;
};

export async function startNeighbour(): Promise<Neighbour> {
  const neighbour: Neighbour = {
    url: '',
    things: [],
    asked: 0,
    broken: false,
    hung: false,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((request, response) => {
    neighbour.asked += 1;
    if (neighbour.hung) return;
    const ids = new URL(request.url ?? '/', 'http://neighbour').searchParams.getAll('id');
    const items = neighbour.things.filter(({ id }) => ids.includes(id));
    response.writeHead(neighbour.broken ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ total: items.length, page: 1, page_size: 100, items }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  neighbour.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return neighbour;
}
