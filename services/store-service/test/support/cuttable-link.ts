/** A TCP link to a server that a test can cut, freeze and mend: everything through it fails meanwhile, or waits for ever. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type CuttableLink = { url: string; cut(): void; freeze(): void; mend(): void; stop(): Promise<void> };

export async function linkTo(target: string): Promise<CuttableLink> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let [isCut, isFrozen] = [false, false];
  const server = createServer((incoming) => {
    const outgoing = connect(Number(port), hostname);
    for (const [socket, other] of [[incoming, outgoing], [outgoing, incoming]] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => { open.delete(socket); other.destroy(); });
      socket.pipe(other);
      if (isFrozen) socket.unpipe().pause();
    }
    if (isCut) incoming.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const destroyAll = () => { for (const socket of open) socket.destroy(); };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() { isCut = true; destroyAll(); },
    freeze() {
      isFrozen = true;
      for (const socket of open) socket.unpipe().pause();
    },
    /** What was frozen is lost: its connections end. */
    mend() {
      if (isFrozen) destroyAll();
      [isCut, isFrozen] = [false, false];
    },
    async stop() {
      server.close();
      destroyAll();
      await once(server, 'close');
    },
  };
}
