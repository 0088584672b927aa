/** A proxy that plays a server which starts late: it refuses connections, and counts them, until it is opened. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

export type LateServer = { url: string; turnedAway(): number; open(): void; stop(): Promise<void> };

export async function startLateServer(targetUrl: string): Promise<LateServer> {
  const target = new URL(targetUrl);
  let isOpen = false;
  let turnedAway = 0;
  const server = createServer((client) => {
    client.on('error', () => {});
    if (!isOpen) {
      turnedAway += 1;
      client.destroy();
      return;
    }
    const behind = connect(Number(target.port), target.hostname).on('error', () => {});
    client
      .on('close', () => behind.destroy())
      .pipe(behind)
      .on('close', () => client.destroy())
      .pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(targetUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    turnedAway: () => turnedAway,
    open() {
      isOpen = true;
    },
    async stop() {
      server.close();
      await once(server, 'close');
    },
  };
}
