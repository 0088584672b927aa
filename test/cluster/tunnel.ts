/** Forwards a port of this machine to a pod, past the mesh; each connection goes to a pod that exists when it is made. */
import { PortForward } from '@kubernetes/client-node';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { config, NAMESPACE, readyPod } from './cluster.ts';

export type Tunnel = { host: string; stop(): void };

export async function openTunnel(app: string, port: number): Promise<Tunnel> {
  const open = new Set<Socket>();
  const forward = new PortForward(config);
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    readyPod(app)
      .then((pod) => forward.portForward(NAMESPACE, pod, [port], socket, null, socket))
      .catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
