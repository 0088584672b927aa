/** A proxy before a server, by which a test can cut all connections, let them hang, and restore the server at the same address. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type CuttableProxy = {
  url: string;
  cut(): Promise<void>;
  /** From now on it accepts connections and everything that is sent, and never answers. */
  hang(): void;
  /** Ends both; connections that hung are never answered. */
  restore(): Promise<void>;
};

export async function startCuttableProxy(targetUrl: string): Promise<CuttableProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let isHung = false;
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(targetUrl);
  url.host = `127.0.0.1:${port}`;

  async function listen(wanted: number): Promise<Server> {
    const listening = createServer((client) => {
      if (isHung) return swallow(client);
      const upstream = connect(Number(target.port), target.hostname);
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(one);
        one
          .on('error', () => {})
          .on('close', () => {
            sockets.delete(one);
            other.destroy();
          })
          .pipe(other);
      }
    }).listen(wanted, '127.0.0.1');
    await once(listening, 'listening');
    return listening;
  }

  function swallow(socket: Socket): void {
    sockets.add(socket);
    socket
      .on('error', () => {})
      .on('close', () => sockets.delete(socket))
      .resume();
  }

  return {
    url: url.href,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    hang() {
      isHung = true;
      for (const socket of sockets) socket.unpipe().resume();
    },
    async restore() {
      isHung = false;
      if (!server.listening) server = await listen(port);
    },
  };
}
