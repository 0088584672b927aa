/** Sends bytes to a server, so that a test can send what no HTTP client would. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Resolves to all that the server sends until it closes the connection; once it has answered, nothing more is sent. */
export async function sendBytes(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open(url);
  const received = receive(socket);
  await sendUntilAnswered(socket, parts);
  return received;
}

/** Resolves to the first answer, and then closes the connection: if the server did while more is coming, the answer might be lost. */
export async function sendBytesUntilAnswered(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open(url);
  const received = receive(socket);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
    if (answer.endsWith('}')) socket.destroy();
  });
  await sendUntilAnswered(socket, parts);
  return received;
}

async function sendUntilAnswered(socket: Socket, parts: (string | Buffer)[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed || socket.bytesRead > 0) return;
    await new Promise((resolve) => {
      socket.write(part, resolve);
    });
  }
}

export async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

export function receive(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString();
  });
  return new Promise((resolve) => {
    socket.once('close', () => resolve(received));
  });
}

/** The status of each answer; one may follow right after the body of another. */
export const statusesIn = (received: string): number[] => [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
