/** Stands between a client and a server so that a test can take the server away, connections and all, and bring it back as it was. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type CuttableProxy = { url: string; cut(): Promise<void>; restore(): Promise<void> };

export async function startCuttableProxy(targetUrl: string): Promise<CuttableProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(targetUrl);
  url.host = `127.0.0.1:${port}`;

  async function listen(wanted: number): Promise<Server> {
    const listening = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      for (const [one, other] of [[client, upstream], [upstream, client]] as const) {
        sockets.add(one);
        one.on('error', () => {}).on('close', () => { sockets.delete(one); other.destroy(); }).pipe(other);
      }
    }).listen(wanted, '127.0.0.1');
    await once(listening, 'listening');
    return listening;
  }

  return {
    url: url.href,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async restore() { server = await listen(port); },
  };
}
